import { describe, expect, test } from 'vitest';
import { dictDelete, dictFromEntries, dictGet, dictHas, dictSet } from '../../src/values/dict.ts';
import { repr } from '../../src/values/printing.ts';
import { type Dict, Float, Tuple } from '../../src/values/types.ts';

describe('dict keys', () => {
  test('1, True and 1.0 are one key, and the first spelling stays', () => {
    const dict: Dict = new Map();
    dictSet(dict, 1, 'a');
    dictSet(dict, true, 'b');
    dictSet(dict, new Float(1), 'c');
    expect(repr(dict)).toBe("{1: 'c'}");
    expect(dictGet(dict, true)).toBe('c');
  });

  test('a float key is found by the int of its value', () => {
    const dict = dictFromEntries([[new Float(2), 'x']]);
    expect(dictGet(dict, 2)).toBe('x');
    expect(dictHas(dict, new Float(2.5))).toBe(false);
  });

  test('tuples are equal by their members', () => {
    const dict = dictFromEntries([[new Tuple([1, 'a']), 'x']]);
    expect(dictGet(dict, new Tuple([new Float(1), 'a']))).toBe('x');
    expect(dictDelete(dict, new Tuple([true, 'a']))).toBe(true);
    expect(dict.size).toBe(0);
  });

  test('the text and the number are two keys', () => {
    const dict = dictFromEntries([
      ['1', 'text'],
      [1, 'number'],
    ]);
    expect([dictGet(dict, '1'), dictGet(dict, 1)]).toEqual(['text', 'number']);
  });

  test('a list is no key', () => {
    expect(() => dictSet(new Map(), [1], 1)).toThrow("unhashable type: 'list'");
    expect(() => dictHas(new Map(), new Tuple([[1]]))).toThrow("unhashable type: 'list'");
  });
});
