import { describe, expect, test } from 'vitest';
import { withoutOmitted } from '../../src/engine/omitted.ts';
import { omit } from '../../src/values/omit.ts';
import type { Value } from '../../src/values/types.ts';

const dict = (entries: Readonly<Record<string, Value>>): Value =>
  new Map<Value, Value>(Object.entries(entries));

describe('withoutOmitted', () => {
  test('leaves entries and items out at any depth', () => {
    const written = dict({ a: omit, deep: dict({ x: omit, y: 2 }), list: [omit, dict({ z: omit }), 1] });
    expect(withoutOmitted(written, omit)).toEqual(dict({ deep: dict({ y: 2 }), list: [dict({}), 1] }));
  });

  test('gives back the same value when nothing is omitted', () => {
    const written = dict({ a: 1, deep: dict({ list: [1, 2] }) });
    expect(withoutOmitted(written, omit)).toBe(written);
  });
});
