import { describe, expect, it } from 'vitest';
import { toValue } from '../../src/source/to-value.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { Float, type Value } from '../../src/values/types.ts';
import { VaultText } from '../../src/values/vault-text.ts';

function parse(text: string) {
  return parseYaml({ path: 'test.yml', text });
}

/** Plain JavaScript for comparison: dicts as arrays of pairs, so that order counts. */
function plain(value: Value): unknown {
  if (value instanceof Map) return [...value].map(([key, item]) => [plain(key), plain(item)]);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Float) return { float: value.value };
  if (value instanceof TemplateText) return { template: value.text };
  return value;
}

function load(text: string, trusted = true): unknown {
  const { documents, diagnostics } = parse(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return documents.map((document) => plain(toValue(document, { trusted })));
}

describe('values', () => {
  it.each<[string, unknown]>([
    [
      'a: 1\nb: [x, ~]',
      [
        [
          ['a', 1],
          ['b', ['x', null]],
        ],
      ],
    ],
    ['--- 1\n--- 2', [1, 2]],
    ['# nothing', []],
    [
      "'1': 1\n1: 2",
      [
        [
          ['1', 1],
          [1, 2],
        ],
      ],
    ],
    [
      'x: !!str 123\ny: !!int "0x10"\nz: !!float 1\nq: !!bool "yes"',
      [
        [
          ['x', '123'],
          ['y', 16],
          ['z', { float: 1 }],
          ['q', true],
        ],
      ],
    ],
    ['a: ! 12', [[['a', 12]]]],
    ['a: !<tag:yaml.org,2002:str> 12', [[['a', '12']]]],
    [
      'a: "{{ x }}"\nb: !unsafe "{{ x }}"',
      [
        [
          ['a', { template: '{{ x }}' }],
          ['b', '{{ x }}'],
        ],
      ],
    ],
    ['a: !unsafe ["{{ x }}", {b: "{{ y }}"}]', [[['a', ['{{ x }}', [['b', '{{ y }}']]]]]]],
    ['"{{ key }}": v', [[['{{ key }}', 'v']]]],
    ['a: |\n  x', [[['a', 'x']]]],
    ['a: |+\n  x', [[['a', 'x']]]],
    ['a: |\n  x\n  ', [[['a', 'x\n']]]],
    ['a: >\n  x\n', [[['a', 'x\n']]]],
    ['yes: a\n1: b\n1.0: c', [[[true, 'c']]]],
    ['s: !!set {a, b}', [[['s', ['a', 'b']]]]],
  ])('%j', (text, expected) => {
    expect(load(text)).toEqual(expected);
  });

  it('keeps templates as plain data when the text is not trusted', () => {
    expect(load('a: "{{ x }}"', false)).toEqual([[['a', '{{ x }}']]]);
  });

  it('makes every text an expression on request', () => {
    const [node] = parse('- x is defined\n- true').documents;
    expect(node && plain(toValue(node, { trusted: true, expressions: true }))).toEqual([
      { template: 'x is defined' },
      true,
    ]);
  });

  it('leaves an encrypted value alone until its text is needed, and says then what is missing', () => {
    const [node] = parse('!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n').documents;
    const value = node && toValue(node, { trusted: true });
    expect(value).toBeInstanceOf(VaultText);
    expect(() => value instanceof VaultText && value.value).toThrow(/Ansible Vault/);
  });

  it('opens an encrypted value with the vault of its file, once', () => {
    const opened: string[] = [];
    const vault = {
      decrypt: ({ text }: { readonly text: string }) => {
        opened.push(text);
        return Buffer.from('{{ open }}');
      },
    };
    const text = '!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n';
    const [node] = parseYaml({ path: 'v.yml', text, vault }).documents;
    const value = node && toValue(node, { trusted: true });
    expect(value instanceof VaultText && [value.value, value.value]).toEqual(['{{ open }}', '{{ open }}']);
    expect(opened).toEqual(['$ANSIBLE_VAULT;1.1;AES256\n6162\n']);
  });

  it('refuses what is tagged !vault and is no encrypted text', () => {
    const [node] = parse('a: !vault x').documents;
    const codes: string[] = [];
    node && toValue(node, { trusted: true, report: ({ code }) => codes.push(code) });
    expect(codes).toEqual(['vault-format']);
  });

  it('shares what aliases share, however often they double', () => {
    const lines = [
      'a0: &a0 [x]',
      ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`),
    ];
    const [node] = parse(lines.join('\n')).documents;
    const value = node && toValue(node, { trusted: true });
    expect(value instanceof Map && value.size).toBe(41);
  });
});

describe('merge keys', () => {
  it.each<[string, unknown]>([
    [
      'x: &x {b: 1, a: 2}\ny:\n  c: 1\n  <<: *x\n  a: 5',
      [
        ['b', 1],
        ['a', 5],
        ['c', 1],
      ],
    ],
    [
      'y:\n  <<: [{a: 1}, {a: 2, b: 3}]',
      [
        ['a', 1],
        ['b', 3],
      ],
    ],
    [
      'y:\n  <<: {a: 1}\n  <<: {b: 1}',
      [
        ['a', 1],
        ['b', 1],
      ],
    ],
    ["y: {'<<': 1}", [['<<', 1]]],
  ])('%j', (text, expected) => {
    const [root] = parse(text).documents;
    const value = root && toValue(root, { trusted: true });
    const merged = value instanceof Map ? value.get('y') : undefined;
    expect(new Map(plain(merged ?? null) as [string, unknown][])).toEqual(
      new Map(expected as [string, unknown][]),
    );
  });
});
