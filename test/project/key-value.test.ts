import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyValue } from '../../src/project/key-value.ts';

function parse(text: string, isCommandLine = false) {
  const result = parseKeyValue(text, { isCommandLine });
  if (!result.ok) return result.message;
  const pairs = result.args.pairs.map(({ key, value }) => [key, value.text]);
  return { pairs, rest: result.args.rest?.text };
}

describe('key=value arguments', () => {
  it.each<[string, readonly (readonly [string, string])[], string | undefined]>([
    [
      'src=a dest=b',
      [
        ['src', 'a'],
        ['dest', 'b'],
      ],
      undefined,
    ],
    ['msg="a b"', [['msg', 'a b']], undefined],
    ['msg=\'it is "so"\'', [['msg', 'it is "so"']], undefined],
    ['msg=a"b c"d', [['msg', 'a"b c"d']], undefined],
    ['msg={{ x | d("a b") }}/{{ y }}', [['msg', '{{ x | d("a b") }}/{{ y }}']], undefined],
    [
      'msg="{{ x["a b"] }}" z=1',
      [
        ['msg', '{{ x["a b"] }}'],
        ['z', '1'],
      ],
      undefined,
    ],
    ['msg="line\\nnext"', [['msg', 'line\nnext']], undefined],
    ['msg=a=b', [['msg', 'a=b']], undefined],
    ['msg=', [['msg', '']], undefined],
    ['=a b', [], '=a b'],
    ['x\\=y z', [], 'x\\=y z'],
    [
      'name=x\n  state=y',
      [
        ['name', 'x'],
        ['state', 'y'],
      ],
      undefined,
    ],
    ['', [], undefined],
  ])('%j', (text, pairs, rest) => {
    expect(parse(text)).toEqual({ pairs, rest });
  });
});

describe('a command line', () => {
  it.each<[string, readonly (readonly [string, string])[], string | undefined]>([
    [
      'printf \'%s|\' a    b   "c   d" chdir=/tmp  e creates=/x',
      [
        ['chdir', '/tmp'],
        ['creates', '/x'],
      ],
      'printf \'%s|\' a    b   "c   d"  e',
    ],
    ['echo a=b foo=bar chdir="/tmp" \'x creates=y\'', [['chdir', '/tmp']], "echo a=b foo=bar 'x creates=y'"],
    ['cat <<E\n  a   b\nE\n', [], 'cat <<E\n  a   b\nE\n'],
    ['echo \\"q\\" it\\\'s', [], 'echo \\"q\\" it\\\'s'],
    ['echo a \\\n  b', [], 'echo a   b'],
    ["echo 'a \\\n b' \\\n c \\\\\necho x\n", [], "echo 'a \\\n b'  c \\\\\necho x\n"],
    ['echo a creates=/x \\\n  b', [['creates', '/x']], 'echo a   b'],
    ['creates={{ a b }} ls', [['creates', '{{ a b }}']], 'ls'],
  ])('%j', (text, pairs, rest) => {
    expect(parse(text, true)).toEqual({ pairs, rest });
  });

  it.each(["echo it's", 'echo "a', '{{ x', '{% if'])('%j is refused', (text) => {
    expect(parse(text, true)).toMatch(/never closed/);
  });
});

describe('any text', () => {
  it('keeps every character of a command line without options, and knows where each stood', () => {
    const part = fc.constantFrom('a', ' ', '=', '"b c"', "'d'", '{{ x }}', '\n', 'é', '\\\\', '%');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        const result = parseKeyValue(text, { isCommandLine: true });
        if (!result.ok || result.args.rest === undefined) return;
        const { rest } = result.args;
        expect(rest.text).toBe(text);
        expect(rest.offsets.map((offset) => text.charAt(offset)).join('')).toBe(text);
      }),
    );
  });

  it('gives back the value of a quoted pair', () => {
    const value = fc.string({ unit: fc.constantFrom('a', ' ', '=', '\n', 'é', ':', '#', '"', "'", '\\') });
    fc.assert(
      fc.property(value, (text) => {
        const quoted = `k="${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
        expect(parse(quoted)).toEqual({ pairs: [['k', text]], rest: undefined });
      }),
    );
  });
});
