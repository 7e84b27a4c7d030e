import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { compilePythonRegex, expandReplacement, type RegexFlags } from '../../src/values/regex.ts';

const replacements: readonly (readonly [
  pattern: string,
  replacement: string,
  text: string,
  expected: string,
  flags?: RegexFlags,
])[] = [
  ['o+', '0', 'foobar', 'f0bar'],
  ['(f)(o+)', '\\2\\1', 'foobar', 'oofbar'],
  ['(?P<a>f)(?P<b>.*)', '\\g<b>-\\g<a>', 'foobar', 'oobar-f'],
  ['(?P<c>a)(?P=c)', 'D', 'aa', 'D'],
  ['b*', 'X', 'abc', 'XaXXcX'],
  ['^', '> ', 'a\nb', '> a\n> b', { multiline: true }],
  ['$', '!', 'a\n', 'a!\n!'],
  ['a$', 'x', 'a\n', 'x\n'],
  ['a\\Z', 'x', 'a\n', 'a\n'],
  ['\\Aa', 'x', 'aa', 'xa'],
  ['.', 'x', 'a\nb', 'x\nx'],
  ['.', 'x', 'a\nb', 'xxx', { dotAll: true }],
  ['(?s).', 'x', 'a\nb', 'xxx'],
  ['(?i)ABC', 'x', 'aBc', 'x'],
  ['(?i:a)b', 'x', 'Ab', 'x'],
  ['(?i:a)b', 'x', 'AB', 'AB'],
  ['a b # comment', 'x', 'ab', 'x', { verbose: true }],
  ['[^]]', 'x', ']a]', ']x]'],
  ['[a-c-]', 'x', 'a-d', 'xxd'],
  ['[\\w-]+', 'x', 'a-b c', 'x x'],
  ['\\d', '#', 'a1٣', 'a##'],
  ['\\d', '#', 'a1٣', 'a#٣', { ascii: true }],
  ['\\bfoo\\b', 'x', 'foo éfoo', 'x éfoo'],
  ['{', 'x', 'a{b', 'axb'],
  ['a{,2}', 'x', 'aaab', 'xxxbx'],
  ['(a)|b', '[\\1]', 'ab', '[a][]'],
  ['a', '\\n\\\\', 'a', '\n\\'],
  ['(.)', '\\g<0>\\g<1>', 'é', 'éé'],
  ['🎉', 'x', 'a🎉', 'ax'],
  ['.', 'x', '🎉', 'x'],
  ['(?#note)a', 'x', 'a', 'x'],
  ['\\.', '_', 'a.b', 'a_b'],
  ['[\\s]+', ' ', 'a \t\nb', 'a b'],
  ['-', '+', 'a-b', 'a+b'],
  ['\\x41\\u0042', 'x', 'AB', 'x'],
  ['(?>a+)ab', 'x', 'aaab', 'aaab'],
  ['(?>a+)b', 'x', 'aaab', 'x'],
  ['a++ab', 'x', 'aaab', 'aaab'],
  ['a*+b', 'x', 'aaab', 'x'],
  ['a?+a', 'x', 'a', 'a'],
  ['(?:(a)(b)){2}+', '\\2\\1', 'abab', 'ba'],
  ['(?>(a)(b))\\2', '\\1', 'abb', 'a'],
  ['^(<)?(\\w+)(?(1)>|$)', '[\\2]', '<a>', '[a]'],
  ['^(<)?(\\w+)(?(1)>|$)', '[\\2]', '<a', '<a'],
  ['^(<)?(\\w+)(?(1)>|$)', '[\\2]', 'a', '[a]'],
  ['^(?P<q>")?x(?(q)")$', 'y', '"x"', 'y'],
  ['^(?P<q>")?x(?(q)")$', 'y', '"x', '"x'],
  ['(?<=foo|bar)x', '-', 'foox barx x', 'foo- bar- x'],
  ['(?<!a{2})b', '-', 'aab ab', 'aab a-'],
];

describe("a pattern of Python's re", () => {
  test.each(replacements.map((item) => ({ item, name: JSON.stringify(item) })))(
    'sub of $name',
    ({ item }) => {
      const [pattern, replacement, text, expected, flags] = item;
      expect(compilePythonRegex(pattern, flags).replace(text, replacement)).toBe(expected);
    },
  );

  test.each([
    '(',
    '[a',
    'a)',
    '*a',
    '(?P<n>a)(?P<n>b)',
    '(?P=no)',
    '\\q',
    '[b-a]',
    'a\\',
    '(?<=a*)b',
    '(?<=a|bc)d',
    '(?<!a?)b',
    '(?(1)a|b)',
    '(a)(?(1)b|c|d)',
    '(a\\1)',
    '(?P<1>a)',
  ])('refuses %j', (pattern) => {
    expect(() => compilePythonRegex(pattern)).toThrow(TsplayError);
  });

  test.each(['\\2', '\\g<no>', '\\q'])('refuses the replacement %j', (replacement) => {
    expect(() => compilePythonRegex('(a)').replace('a', replacement)).toThrow(TsplayError);
  });

  test('splits with the separator groups in between', () => {
    expect(compilePythonRegex('(,)|;').split('a,b;c')).toEqual(['a', ',', 'b', undefined, 'c']);
    expect(compilePythonRegex(',').split('a,b,c', 1)).toEqual(['a', 'b,c']);
  });

  test('tells search from match and full match', () => {
    const regex = compilePythonRegex('b+');
    expect(regex.search('abb')?.groups[0]).toBe('bb');
    expect(regex.match('abb')).toBeUndefined();
    expect(regex.fullMatch('bb')?.end).toBe(2);
    expect(regex.fullMatch('bba')).toBeUndefined();
  });

  test('expands a replacement for one match', () => {
    const regex = compilePythonRegex('(?P<n>\\w+)\\.(\\w+)');
    const match = regex.search('web01.lan');
    expect(match && expandReplacement('\\2 \\g<n>', match, regex)).toBe('lan web01');
  });

  test('gives up on a pattern that backtracks without end', () => {
    const regex = compilePythonRegex('(a+)+$');
    expect(() => regex.search(`${'a'.repeat(60)}b`)).toThrow(/did not finish/);
    expect(() => compilePythonRegex('(a|a)*$').search(`${'a'.repeat(60)}b`)).toThrow(/did not finish/);
  });
});
