/** Plays golden cases (see test/cases/templating/README.md): renders each and says how it differs from Ansible's. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TsplayError } from '../../../src/errors.ts';
import { Templar } from '../../../src/template/templar.ts';
import { TemplateEngine } from '../../../src/template/template-engine.ts';
import { repr } from '../../../src/values/printing.ts';
import { TemplateText } from '../../../src/values/template-text.ts';
import { typeName } from '../../../src/values/type-name.ts';
import type { Value } from '../../../src/values/types.ts';
import { decodeGolden } from '../golden-values.ts';
import { mapScope } from '../map-scope.ts';

export interface GoldenCase {
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

/** How a rendering differs: Python's type and repr of a value, or how it failed. */
export interface GoldenFailure {
  readonly expected: string;
  readonly got: string;
}

export function readGoldenCases(path: string): readonly GoldenCase[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as GoldenCase);
}

/** Cases of the shipped file that are known to differ, by id, each with the reason. */
export function readKnownGaps(path: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
}

export interface GoldenRunner {
  /** What is wrong with our rendering; undefined when it is Ansible's. */
  check(golden: GoldenCase): GoldenFailure | undefined;
  /** Removes the files of the cases, and gives the process its environment back. */
  close(): void;
}

/** Sets TZ and HOME as they were when the cases were recorded; one runner at a time. */
export function startGoldenRunner(): GoldenRunner {
  const savedEnvironment = { ...process.env };
  const scratch = mkdtempSync(join(tmpdir(), 'golden-'));
  process.env['TZ'] = 'UTC';
  process.env['HOME'] = '/home/tester';
  const plain = new TemplateEngine();
  const extended = new TemplateEngine({ extensions: ['do', 'loopcontrols'] });
  return {
    check(golden) {
      const engine = golden.options?.extensions === undefined ? plain : extended;
      return failureOf(golden, () => prepare(golden, { engine, home: join(scratch, golden.id) }));
    },
    close() {
      rmSync(scratch, { recursive: true });
      process.env = savedEnvironment;
    },
  };
}

interface PreparedCase {
  readonly templar: Templar;
  readonly home: string;
}

function failureOf(golden: GoldenCase, start: () => PreparedCase): GoldenFailure | undefined {
  const { error_kind: errorKind } = golden;
  let actual: Value;
  try {
    const prepared = start();
    actual = renderGolden(golden, prepared);
    const wrongType = typeFailure(golden, prepared);
    if (wrongType !== undefined) return wrongType;
  } catch (error) {
    return errorKind === undefined
      ? { expected: shown(decodeGolden(golden.result, 'data')), got: `failed: ${String(error)}` }
      : errorFailure(golden, error);
  }
  if (errorKind !== undefined) return { expected: `fails: ${errorKind}`, got: shown(actual) };
  const [expected, got] = [shown(decodeGolden(golden.result, 'data')), shown(actual)];
  return expected === got ? undefined : { expected, got };
}

function shown(value: Value): string {
  return `${typeName(value)} ${repr(value)}`;
}

const CODES: Readonly<Record<string, RegExp>> = {
  undefined: /^undefined-variable$/,
  syntax: /^template-(?:syntax|plugin-unknown)$/,
  no_plugin: /^(?:template-plugin-unknown|unknown-lookup|template-syntax)$/,
};

function errorFailure(
  { error_kind: errorKind = '', error_names: names = [] }: GoldenCase,
  error: unknown,
): GoldenFailure | undefined {
  const expected = `fails: ${errorKind}`;
  if (!(error instanceof TsplayError))
    return { expected, got: `fails with no TsplayError: ${String(error)}` };
  const got = `fails: ${error.code}: ${error.message}`;
  if (error.fault === 'internal') return { expected, got: `${got} (as if it were our fault)` };
  const code = CODES[errorKind];
  if (code !== undefined && !code.test(error.code)) return { expected, got };
  const unnamed = names.filter((name) => !error.message.includes(name));
  return unnamed.length === 0 ? undefined : { expected: `${expected}, naming ${unnamed.join(', ')}`, got };
}

interface Ground {
  readonly engine: TemplateEngine;
  /** The case's own folder, in the search path. */
  readonly home: string;
}

function prepare(golden: GoldenCase, { engine, home }: Ground): PreparedCase {
  const { files = {}, env = {} } = golden.options ?? {};
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  Object.assign(process.env, env);
  const variables = Object.entries(golden.vars).map(
    ([name, value]) => [name, decodeGolden(value, 'project')] as const,
  );
  const templar = new Templar({ engine, scope: mapScope(new Map(variables)), searchPaths: [home] });
  return { templar, home };
}

/** Types that say how Ansible's own machinery goes on with a text: what is rendered is a str. */
const MARKED_TEXTS: readonly string[] = ['Markup', 'NativeJinjaText'];

/** The type of the expression itself, before Ansible makes text of its value. */
function typeFailure({ pytype, template }: GoldenCase, { templar }: PreparedCase): GoldenFailure | undefined {
  if (pytype === undefined) return undefined;
  const plain = (type: string): string => (MARKED_TEXTS.includes(type) ? 'str' : type);
  const got = typeName(templar.expression(String(template)));
  return plain(got) === plain(pytype) ? undefined : { expected: `type ${pytype}`, got: `type ${got}` };
}

function renderGolden(golden: GoldenCase, { templar, home }: PreparedCase): Value {
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
        ...fileOptions(golden.options ?? {}),
      });
  }
}

function conditionOf(written: unknown): Value {
  if (Array.isArray(written)) return written.map(conditionOf);
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
