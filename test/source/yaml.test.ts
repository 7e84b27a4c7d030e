import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionAt, positionOf } from '../../src/source/diagnostics.ts';
import type { YamlNode } from '../../src/source/node.ts';
import { toValue } from '../../src/source/to-value.ts';
import { parseYaml } from '../../src/source/yaml.ts';

function parse(text: string) {
  return parseYaml({ path: 'test.yml', text });
}

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
