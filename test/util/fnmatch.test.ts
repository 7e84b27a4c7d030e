import { describe, expect, test } from 'vitest';
import { fnmatchSource } from '../../src/util/fnmatch.ts';

describe('fnmatchSource', () => {
  test.each([
    ['web*', 'web1', true],
    ['web*', 'aweb', false],
    ['w?b', 'web', true],
    ['[ab]1', 'b1', true],
    ['[!ab]1', 'b1', false],
    ['[]x]', ']', true],
    ['[z-a]', 'm', false],
    ['a.b', 'axb', false],
    ['Install (all)*', 'Install (all) packages', true],
    ['two\nlines*', 'two\nlines and\nmore', true],
  ])('%j matches %j: %s', (glob, text, expected) => {
    expect(new RegExp(fnmatchSource(glob), 's').test(text)).toBe(expected);
  });
});
