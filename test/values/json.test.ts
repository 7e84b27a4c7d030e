import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { fromJs, toJs } from '../../src/values/convert.ts';
import { formatJson, parseJson } from '../../src/values/json.ts';
import { repr } from '../../src/values/printing.ts';
import { Float } from '../../src/values/types.ts';

describe('JSON', () => {
  test('keeps ints, floats and big ints apart', () => {
    expect(repr(parseJson('[1, 1.0, 1e2, -0, 9007199254740993, -0.0, NaN]'))).toBe(
      '[1, 1.0, 100.0, 0, 9007199254740993, -0.0, nan]',
    );
  });

  test('keeps the order of keys that look like numbers, and the name __proto__', () => {
    expect(repr(parseJson('{"10": 1, "9": 2, "__proto__": 3}'))).toBe("{'10': 1, '9': 2, '__proto__': 3}");
  });

  test.each([
    '',
    '[1,]',
    '{"a"}',
    "{'a': 1}",
    '[1 2]',
    '"a',
    '01',
    '1.',
    'nul',
    '"\n"',
    '"\\q"',
    '[1] x',
    '{"a":1,}',
  ])('refuses %j', (text) => {
    expect(() => parseJson(text)).toThrow(TsplayError);
  });

  test('refuses nesting without end', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow(/nested deeper/);
  });

  test("is written as Python's json.dumps writes it", () => {
    const value = fromJs({ b: [1, 2.5, null, true], a: { x: 'é"\n' }, e: [], o: {} });
    expect(formatJson(value)).toBe(
      '{"b": [1, 2.5, null, true], "a": {"x": "\\u00e9\\"\\n"}, "e": [], "o": {}}',
    );
    expect(formatJson(value, { indent: 2, sortKeys: true, ensureAscii: false })).toBe(
      '{\n  "a": {\n    "x": "é\\"\\n"\n  },\n  "b": [\n    1,\n    2.5,\n    null,\n    true\n  ],\n  "e": [],\n  "o": {}\n}',
    );
    expect(formatJson(new Float(1e16))).toBe('1e+16');
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const value = fromJs(data);
        expect(repr(parseJson(formatJson(value)))).toBe(repr(value));
      }),
    );
  });

  test('plain data survives the way to values and back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(JSON.stringify(toJs(fromJs(data)))).toBe(JSON.stringify(data));
      }),
    );
  });
});
