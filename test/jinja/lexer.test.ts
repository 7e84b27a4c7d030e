import { describe, expect, test } from 'vitest';
import { tokenize } from '../../src/jinja/lexer.ts';
import { defaultSyntax, type SyntaxOptions } from '../../src/jinja/options.ts';

function tokens(text: string, options: Partial<SyntaxOptions> = {}): readonly string[] {
  return tokenize(text, { ...defaultSyntax, ...options }).map(({ type, value }) => `${type}:${value}`);
}

describe('the lexer', () => {
  test('cuts text, expressions and statements', () => {
    expect(tokens('a{{ x }}{% if y %}')).toEqual([
      'data:a',
      'variable-begin:{{',
      'name:x',
      'variable-end:}}',
      'block-begin:{%',
      'name:if',
      'name:y',
      'block-end:%}',
      'end:',
    ]);
  });

  test('lets brackets hide an end delimiter', () => {
    expect(tokens("{{ {'a': {}} }}").at(-2)).toBe('variable-end:}}');
  });

  test('tells the kinds of numbers', () => {
    expect(tokens('{{ 1 0x1F 1_0 1.5 2e3 a.0.1 }}').filter((token) => /integer|float/.test(token))).toEqual([
      'integer:1',
      'integer:0x1F',
      'integer:1_0',
      'float:1.5',
      'float:2e3',
      'integer:0',
      'integer:1',
    ]);
  });

  test('decodes escapes of strings, or leaves backslashes alone where they are literal', () => {
    const text = String.raw`{{ 'a\tb\x41\u00e9\q' }}`;
    expect(tokens(text)).toContain('string:a\tbAé\\q');
    expect(tokens(text, { literalBackslashes: true })).toContain(String.raw`string:a\tb\x41\u00e9\q`);
  });

  test('gives offsets of the text as it is written', () => {
    const text = 'é\r\n{{ name }}\r\n';
    const name = tokenize(text, defaultSyntax).find((token) => token.type === 'name');
    expect(text.slice(name?.start, name?.end)).toBe('name');
  });

  test('writes data with the line breaks that are asked for', () => {
    expect(tokens('a\nb\r\nc\n', { newlineSequence: '\r\n', keepTrailingNewline: true })[0]).toBe(
      'data:a\r\nb\r\nc\r\n',
    );
  });

  test.each([
    ['{{ ( }}', "unexpected '}', expected ')'"],
    ['{{ ) }}', "unexpected ')'"],
    ['{{ "a }}', 'a string is not closed: " is missing'],
    ['{# a', "a comment is not closed: '#}' is missing"],
    ['{% raw %}a', "a raw block is not closed: 'endraw' is missing"],
    ['{{ § }}', "unexpected character '§'"],
  ])('refuses %j', (text, message) => {
    expect(() => tokenize(text, defaultSyntax)).toThrow(message);
  });
});
