import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { locationOf } from '../../src/source/diagnostics.ts';
import { scalarValue } from '../../src/source/scalar-value.ts';
import { toValue } from '../../src/source/to-value.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import type { Value } from '../../src/values/types.ts';
import { mapScope } from './map-scope.ts';

interface PlaceCase {
  readonly name: string;
  readonly text?: string;
  readonly file?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly at: string;
  readonly marks: string;
  readonly trail?: readonly string[];
  readonly hint?: string;
}

const cases = load(
  readFileSync(new URL('../cases/templating/error-places.yml', import.meta.url), 'utf8'),
) as PlaceCase[];
const engine = new TemplateEngine();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsplay-error-places-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an error of a template says where it is and how it came there', () => {
  it.each(cases)('$name', (example) => {
    const { code, span, trail, hint } = failureOf(example);
    expect(code).not.toBe('template-internal');
    expect(span && locationOf(span).replace(`${folder}/`, '')).toBe(example.at);
    expect(span?.file.text.slice(span.start, span.end)).toBe(example.marks);
    expect(trail.map((step) => step.replaceAll(`${folder}/`, ''))).toEqual(example.trail ?? []);
    expect(hint).toBe(example.hint);
  });
});

function failureOf({ text = '', file, files = {} }: PlaceCase): TsplayError {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const entries = document(text);
  const variables = new Map(entries('vars') as ReadonlyMap<string, Value>);
  const templar = new Templar({ engine, scope: mapScope(variables), searchPaths: [folder] });
  try {
    if (file !== undefined) templar.renderFile({ path: join(folder, file), text: files[file] ?? '' });
    else if (text.includes('when:')) templar.condition(entries('when', true));
    else templar.render(entries('value'));
  } catch (error) {
    if (error instanceof TsplayError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** Reads a key of a YAML document: an empty dict when there is none. */
function document(text: string): (key: string, expressions?: boolean) => Value {
  const { documents, diagnostics } = parseYaml({ path: 'source.yml', text });
  expect(diagnostics).toEqual([]);
  const [root] = documents;
  return (wanted, expressions = false) => {
    const entries = root?.kind === 'mapping' ? root.entries : [];
    const entry = entries.find(({ key }) => key.kind === 'scalar' && scalarValue(key) === wanted);
    return entry === undefined ? new Map() : toValue(entry.value, { trusted: true, expressions });
  };
}
