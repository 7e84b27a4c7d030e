import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findAmbiguousBoolean,
  findAmbiguousNumber,
  resolvePlainScalar,
} from '../../src/source/yaml-schema.ts';
import { Float } from '../../src/values/types.ts';

/** [text, Python type, str(value)] as PyYAML 6.0 gave them. */
const cases: readonly (readonly [string, string, string])[] = JSON.parse(
  readFileSync(new URL('./cases/pyyaml-scalars.json', import.meta.url), 'utf8'),
);

const PYTHON_TYPES: Readonly<Record<string, string>> = { date: 'str', datetime: 'str' };

function pythonType(value: unknown): string {
  if (value === null) return 'NoneType';
  if (value instanceof Float) return 'float';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'str' : 'int';
}

describe('plain scalars', () => {
  it.each(cases)('resolve %j as PyYAML does: %s %s', (text, type, printed) => {
    const value = resolvePlainScalar(text);
    expect(pythonType(value)).toBe(PYTHON_TYPES[type] ?? type);
    if (value instanceof Float) {
      expect(value.value).toBe(Number(printed.replace('inf', 'Infinity').replace('nan', 'NaN')));
    } else if (typeof value === 'boolean' || value === null) {
      expect(String(value)).toBe(printed.toLowerCase().replace('none', 'null'));
    } else {
      expect(String(value)).toBe(printed);
    }
  });
});

describe('ambiguous scalars', () => {
  it.each(['22:22', '1:30:00', '1:30.5', '00644', '01777'])('warns that %s is a number', (text) => {
    expect(findAmbiguousNumber(text)?.message).toContain(text);
  });
  it.each(['0644', '0', '1.5', '8080', '08:30', '10.0.0.1', 'text', '2020-01-01'])(
    'takes %s as it is',
    (text) => {
      expect(findAmbiguousNumber(text)).toBeUndefined();
    },
  );
  it.each(['NO', 'on', 'Off', 'yes'])('knows that %s reads like text', (text) => {
    expect(findAmbiguousBoolean(text)?.hint).toContain(`"${text}"`);
  });
  it.each(['true', 'False', 'y', 'n', 'yES'])('has no doubt about %s', (text) => {
    expect(findAmbiguousBoolean(text)).toBeUndefined();
  });
});
