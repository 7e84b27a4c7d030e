import fc from 'fast-check';
import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { positionAt, positionOf } from '../../src/source/diagnostics.ts';
import type { YamlNode } from '../../src/source/node.ts';
import { decodeScalar } from '../../src/source/scalar-origin.ts';
import { toValue } from '../../src/source/to-value.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { Float, type Value } from '../../src/values/types.ts';

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

  it('refuses a vault by name and place', () => {
    const [node] = parse('a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n').documents;
    expect(() => node && toValue(node, { trusted: true })).toThrow(/Ansible Vault/);
    const codes: string[] = [];
    node && toValue(node, { trusted: true, report: ({ code }) => codes.push(code) });
    expect(codes).toEqual(['vault-unsupported']);
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

function scalars(node: YamlNode): readonly YamlNode[] {
  switch (node.kind) {
    case 'scalar':
      return [node];
    case 'sequence':
      return node.items.flatMap(scalars);
    case 'mapping':
      return node.entries.flatMap(({ key, value }) => [...scalars(key), ...scalars(value)]);
    default:
      return node satisfies never;
  }
}

describe('positions inside a scalar', () => {
  it.each<[string, string]>([
    ['plain', 'key: some MARK here'],
    ['plain over lines', 'key: some\n  more text\n\n  and MARK here'],
    ['single-quoted', "key: 'it''s a MARK'"],
    ['double-quoted', 'key: "tab\\t \\u00e9 \\x41 MARK"'],
    ['double-quoted with an escaped break', 'key: "one \\\n   two MARK"'],
    ['double-quoted over lines', 'key: "one\n   two\n\n   MARK"'],
    ['literal', 'key: |\n   one\n     two\n   MARK\n'],
    ['literal with an indentation indicator', 'key: |2\n    one\n   MARK'],
    ['literal with carriage returns', 'key: |\r\n  one\r\n  MARK\r\n'],
    ['folded', 'key: >-\n  one\n  two\n\n    more\n  MARK end'],
    ['kept', 'key: |+\n\n  one\n\n  MARK\n\n'],
  ])('finds the place in a %s scalar', (_style, text) => {
    const [root] = parse(text).documents;
    const node = root && scalars(root)[1];
    if (node?.kind !== 'scalar') throw new Error('no scalar');
    expect(node.origin.locate(node.text.indexOf('MARK'))).toBe(text.indexOf('MARK'));
  });

  it('stands at the end of the scalar for an index behind it', () => {
    const [root] = parse('key: text').documents;
    const node = root && scalars(root)[1];
    expect(node?.kind === 'scalar' && node.origin.locate(4)).toBe(9);
  });

  it('decodes every scalar as the parser does', () => {
    const fragment = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\r\n',
      '  ',
      "''",
      '\\n',
      '\\"',
      '\\\n',
      '\t',
      'é',
      '#',
      ':',
      '\n\n',
      '\n  ',
      '\\x41',
      '{{ x }}',
    );
    const body = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(''));
    const frame = fc.constantFrom<(body: string) => string>(
      (text) => `k: ${text}`,
      (text) => `k: '${text}'`,
      (text) => `k: "${text}"`,
      (text) => `k: |\n  ${text}`,
      (text) => `k: >-\n  ${text}`,
      (text) => `- >+2\n   ${text}`,
      (text) => `k: [${text}, x]`,
    );
    fc.assert(
      fc.property(frame, body, (wrap, text) => {
        const source = wrap(text);
        if (parse(source).diagnostics.some(({ severity }) => severity === 'error')) return;
        for (const event of parseEvents(source, {})) {
          if (event.type !== EVENT_ID.SCALAR) continue;
          expect(decodeScalar(source, event), JSON.stringify(source)).toBe(getScalarValue(source, event));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('spans', () => {
  it('gives every node its own text', () => {
    const text = '- name: "quoted"\n  list: [a, {b: c} ]\n  empty:\n  block: |\n    x\n- &a z';
    const [root] = parse(text).documents;
    const shown: string[] = [];
    const visit = (node: YamlNode) => {
      shown.push(text.slice(node.span.start, node.span.end));
      if (node.kind === 'sequence') node.items.forEach(visit);
      if (node.kind === 'mapping') for (const { value } of node.entries) visit(value);
    };
    if (root) visit(root);
    expect(shown.slice(2)).toEqual(['"quoted"', '[a, {b: c} ]', 'a', '{b: c}', 'c', '', '    x\n', 'z']);
  });

  it('counts lines and columns from 1, with every kind of line break', () => {
    const file = { path: 'p', text: 'a\r\nbc\rd\ne' };
    expect([0, 3, 4, 6, 8].map((offset) => positionAt(file, offset))).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
    ]);
    expect(positionOf({ file, start: 99, end: 99 })).toEqual({ line: 4, column: 2 });
  });
});

describe('any text', () => {
  it('gives documents or diagnostics, never an exception', () => {
    const token = fc.constantFrom(
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '&a ',
      '*a',
      '!x ',
      '!!int ',
      '|',
      '>',
      '\t',
      '#',
      'key: ',
      '<<: ',
      '? ',
      ',',
      '%',
      '@',
      '{{',
      '---\n',
      '1',
      '\ufeff',
      '\r',
    );
    const text = fc.oneof(
      fc.array(token, { maxLength: 25 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const { documents, diagnostics } = parse(source);
        for (const document of documents) toValue(document, { trusted: true, report: () => undefined });
        for (const { span } of diagnostics) {
          expect(span && span.start <= span.end && span.end <= source.length).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
