import fc from 'fast-check';
import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { YamlNode } from '../../src/source/node.ts';
import { decodeScalar } from '../../src/source/scalar-origin.ts';
import { parseYaml } from '../../src/source/yaml.ts';

function parse(text: string) {
  return parseYaml({ path: 'test.yml', text });
}

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
