import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { repr } from '../../src/values/printing.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { typeName } from '../../src/values/type-name.ts';
import type { Value } from '../../src/values/types.ts';
import { decodeGolden } from './golden-values.ts';
import { mapScope } from './map-scope.ts';

interface GoldenCase {
  readonly id: string;
  readonly area: string;
  readonly kind: 'template' | 'expression' | 'conditional' | 'file';
  readonly template: unknown;
  readonly vars: Record<string, unknown>;
  readonly options?: Record<string, unknown> & {
    readonly files?: Record<string, string>;
    readonly env?: Record<string, string>;
    readonly extensions?: readonly string[];
  };
  readonly result?: unknown;
  readonly pytype?: string;
  readonly error_kind?: string;
  readonly error_names?: readonly string[];
}

const folder = new URL('../cases/templating/', import.meta.url);
const cases = readFileSync(new URL('golden.jsonl', folder), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as GoldenCase);
const knownGaps = JSON.parse(readFileSync(new URL('known-gaps.json', folder), 'utf8')) as Record<
  string,
  string
>;

const plainEngine = new TemplateEngine();
const extendedEngine = new TemplateEngine({ extensions: ['do', 'loopcontrols'] });
const savedEnvironment = { ...process.env };
let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'golden-'));
  process.env['TZ'] = 'UTC';
  process.env['HOME'] = '/home/tester';
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
  process.env = savedEnvironment;
});

describe('renderings as the real Ansible makes them', () => {
  for (const golden of cases) {
    it(`${golden.id}: ${JSON.stringify(golden.template)}`, () => {
      const failure = difference(golden);
      if (golden.id in knownGaps) {
        expect(failure, 'a known gap that is closed now: take it off the list').not.toBeUndefined();
      } else {
        expect(failure).toBeUndefined();
      }
    });
  }
});

it('lists as known gaps only cases that there are', () => {
  const ids = new Set(cases.map((golden) => golden.id));
  expect(Object.keys(knownGaps).filter((id) => !ids.has(id))).toEqual([]);
});

/** What is wrong with our rendering; undefined when it is Ansible's. */
function difference(golden: GoldenCase): string | undefined {
  let actual: Value;
  try {
    actual = renderGolden(golden);
  } catch (error) {
    return golden.error_kind === undefined ? `failed: ${String(error)}` : errorDifference(golden, error);
  }
  if (golden.error_kind !== undefined) {
    return `gave ${repr(actual)} instead of failing as ${golden.error_kind}`;
  }
  const expected = decodeGolden(golden.result, 'data');
  const [shown, wanted] = [`${typeName(actual)} ${repr(actual)}`, `${typeName(expected)} ${repr(expected)}`];
  return shown === wanted ? undefined : `gave ${shown} instead of ${wanted}`;
}

const CODES: Readonly<Record<string, RegExp>> = {
  undefined: /^undefined-variable$/,
  syntax: /^template-(?:syntax|plugin-unknown)$/,
  no_plugin: /^(?:template-plugin-unknown|unknown-lookup|template-syntax)$/,
};

function errorDifference(
  { error_kind = '', error_names = [] }: GoldenCase,
  error: unknown,
): string | undefined {
  if (!(error instanceof TsplayError)) {
    return `failed with ${String(error)}, which is not a TsplayError`;
  }
  if (error.fault === 'internal') {
    return `failed as if it were our fault: ${error.message}`;
  }
  const code = CODES[error_kind];
  if (code !== undefined && !code.test(error.code)) {
    return `failed as ${error.code} (${error.message}) instead of ${error_kind}`;
  }
  const unnamed = error_names.filter((name) => !error.message.includes(name));
  return unnamed.length === 0 ? undefined : `'${error.message}' does not name ${unnamed.join(', ')}`;
}

function renderGolden(golden: GoldenCase): Value {
  const { files = {}, env = {}, ...options } = golden.options ?? {};
  const home = join(scratch, golden.id);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  Object.assign(process.env, env);
  const variables = Object.entries(golden.vars).map(
    ([name, value]) => [name, decodeGolden(value, 'project')] as const,
  );
  const engine = options.extensions === undefined ? plainEngine : extendedEngine;
  const templar = new Templar({ engine, scope: mapScope(new Map(variables)), searchPaths: [home] });
  switch (golden.kind) {
    case 'template':
      return templar.render(decodeGolden(golden.template, 'project'));
    case 'expression':
      return templar.render(new TemplateText(`{{ ${String(golden.template)} }}`));
    case 'conditional':
      return templar.condition(conditionOf(golden.template));
    case 'file':
      return templar.renderFile({
        path: join(home, 'main.j2'),
        text: String(golden.template),
        ...fileOptions(options),
      });
  }
}

function conditionOf(written: unknown): Value {
  if (Array.isArray(written)) {
    return written.map(conditionOf);
  }
  return typeof written === 'string' ? new TemplateText(written) : decodeGolden(written, 'project');
}

const FILE_OPTIONS: Readonly<Record<string, string>> = {
  trim_blocks: 'trimBlocks',
  lstrip_blocks: 'lstripBlocks',
  newline_sequence: 'newlineSequence',
  variable_start_string: 'variableStart',
  variable_end_string: 'variableEnd',
  block_start_string: 'blockStart',
  block_end_string: 'blockEnd',
  comment_start_string: 'commentStart',
  comment_end_string: 'commentEnd',
};

function fileOptions(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => {
      const own = FILE_OPTIONS[name];
      return own === undefined ? [] : [[own, value]];
    }),
  );
}
