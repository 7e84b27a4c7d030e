import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyValue, readKeyValue } from '../../src/util/key-value.ts';

const only = new Set(['chdir', 'creates', 'removes', 'executable', 'stdin']);

const values = (text: string): Record<string, string> =>
  Object.fromEntries(parseKeyValue(text).pairs.map(([key, value]) => [key, value]));

describe('parseKeyValue, against what ansible-core 2.14 was seen to do', () => {
  const cases: readonly (readonly [text: string, expected: Record<string, string>])[] = [
    ['a="one two" e=a', { a: 'one two', e: 'a' }],
    [`b='three "four"' d="it's"`, { b: 'three "four"', d: "it's" }],
    ['c={{ v }} j=/p/{{ v }}/z k=', { c: '{{ v }}', j: '/p/{{ v }}/z', k: '' }],
    ['f="q\\"r"', { f: 'q"r' }],
    ['g=[1,2,3]', { g: '[1,2,3]' }],
    ['h="a\\nb" l=a\\nb m="a\\\\nb" n=c:\\temp', { h: 'a\nb', l: 'a\nb', m: 'a\\nb', n: 'c:\temp' }],
    [`i='{"x": 1}'`, { i: '{"x": 1}' }],
    [`o={{ {'a': 'b c', "d": {'e': 1}} }} z=1`, { o: `{{ {'a': 'b c', "d": {'e': 1}} }}`, z: '1' }],
    ['p=a\\=b', { p: 'a\\=b' }],
    ['q="x"y r=a"b c"d s=\'\'', { q: '"x"y', r: 'a"b c"d', s: '' }],
    ['a=b=c d==e', { a: 'b=c', d: '=e' }],
    [
      'a="{{ v }} {% if true %}x y{% endif %}" d={# a b=c #}z',
      { a: '{{ v }} {% if true %}x y{% endif %}', d: '{# a b=c #}z' },
    ],
    ['a="{{ x["a b"] }}"', { a: '{{ x["a b"] }}' }],
    ['a=1\nb=2', { a: '1', b: '2' }],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => expect(values(text)).toEqual(expected));
  }

  it('says where each value starts', () => {
    const text = 'a="x y" b={{ v }}';
    expect(
      parseKeyValue(text).pairs.map(([, value, offset]) => text.slice(offset, offset + value.length)),
    ).toEqual(['x y', '{{ v }}']);
  });

  it('keeps what is no pair as free form', () => {
    expect(parseKeyValue('main.yml tags=a')).toEqual({ pairs: [['tags', 'a', 14]], freeForm: 'main.yml' });
  });

  for (const text of ["echo 'a", 'a="x', 'a={{ b', 'a={% b', 'a={# b']) {
    it(`refuses ${text}`, () => expect(() => parseKeyValue(text)).toThrow(/cannot be split/));
  }
});

describe('command lines', () => {
  const cases: readonly (readonly [text: string, freeForm: string, options: readonly string[]])[] = [
    [
      `echo "hello world" 'a b' foo=bar chdir=/tmp "x=y"`,
      `echo "hello world" 'a b' foo=bar "x=y"`,
      ['chdir=/tmp'],
    ],
    ['echo one; echo two chdir=/tmp | cat', 'echo one; echo two | cat', ['chdir=/tmp']],
    ['echo "creates=/tmp" removes=/nonexist', 'echo "creates=/tmp"', ['removes=/nonexist']],
    ['echo a\\ b chdir="/tmp"', 'echo a\\ b', ['chdir=/tmp']],
    ["echo 'a\\nb'", "echo 'a\\nb'", []],
    ['echo x   y\tz  chdir=/tmp', 'echo x   y\tz ', ['chdir=/tmp']],
    ['echo one chdir=/tmp\necho two\n', 'echo one echo two\n', ['chdir=/tmp']],
    ['echo chdir\\=/tmp', 'echo chdir=/tmp', []],
    ['cat <<EOF\n  a  b\nEOF\n', 'cat <<EOF\n  a  b\nEOF\n', []],
    ['echo {{ a b=c }} creates={{ x y }}', 'echo {{ a b=c }}', ['creates={{ x y }}']],
  ];
  for (const [text, freeForm, pulled] of cases) {
    it(JSON.stringify(text), () => {
      const parsed = parseKeyValue(text, { only });
      expect(parsed.freeForm).toBe(freeForm);
      expect(parsed.pairs.map(([key, value]) => `${key}=${value}`)).toEqual(pulled);
    });
  }

  it('leaves any balanced command without options as it is', () => {
    const word = fc.stringMatching(/^[a-z0-9./:-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom(' ', '  ', '\n'), (words, blank) => {
        expect(parseKeyValue(words.join(blank), { only }).freeForm).toBe(words.join(blank));
      }),
    );
  });
});

function parse(text: string, isCommandLine = false) {
  const result = readKeyValue(text, isCommandLine ? { only } : {});
  if (!result.ok) return result.message;
  const pairs = result.pairs.map(({ key, value }) => [key, value.text]);
  return { pairs, rest: result.freeForm.text || undefined };
}

describe('readKeyValue', () => {
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

describe('readKeyValue of a command line', () => {
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

describe('readKeyValue of any text', () => {
  it('keeps every character of a command line without options, and knows where each stood', () => {
    const part = fc.constantFrom('a', ' ', '=', '"b c"', "'d'", '{{ x }}', '\n', 'é', '\\\\a', '%');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        const result = readKeyValue(text, { only });
        if (!result.ok) throw new Error(result.message);
        const { freeForm } = result;
        expect(freeForm.text).toBe(text);
        expect(freeForm.offsets.map((offset) => text.charAt(offset)).join('')).toBe(text);
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
