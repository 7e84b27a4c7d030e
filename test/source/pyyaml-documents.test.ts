import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toValue } from '../../src/source/to-value.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { Float, type Value } from '../../src/values/types.ts';

/**
 * [text, value] as PyYAML 6.0 loads it: a dict is `{d: [[key, value], ...]}`, `i` stands before an int, `f` before a
 * float, `s` before a text or a date.
 */
const cases: readonly (readonly [string, unknown])[] = JSON.parse(
  readFileSync(new URL('./cases/pyyaml-documents.json', import.meta.url), 'utf8'),
);

function show(value: Value): unknown {
  if (value instanceof Map) return { d: Array.from(value, ([key, item]) => [show(key), show(item)]) };
  if (Array.isArray(value)) return value.map(show);
  if (value instanceof Float) return `f${value.value}`;
  if (typeof value === 'number' || typeof value === 'bigint') return `i${value}`;
  return typeof value === 'string' ? `s${value}` : value;
}

describe('whole documents', () => {
  it.each(cases)('%j is what PyYAML makes of it', (text, expected) => {
    const { documents, diagnostics } = parseYaml({ path: 'test.yml', text });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(documents.map((document) => show(toValue(document, { trusted: false })))).toEqual([expected]);
  });
});
