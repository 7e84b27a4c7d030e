import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locationOf } from '../../src/source/diagnostics.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { parseExtraVars } from '../../src/variables/extra-vars.ts';
import { writeFiles } from '../inventory/cases/write-files.ts';
import { dict, type Plain } from './cases/project.ts';

describe('extra vars', () => {
  const cases: readonly (readonly [option: string, values: Plain])[] = [
    ["k=v k2='v w' k3=1 k4=true", { k: 'v', k2: 'v w', k3: '1', k4: 'true' }],
    ['a="x\\ny" b=x=y', { a: 'x\ny', b: 'x=y' }],
    [`a='{"x": 1}'`, { a: '{"x": 1}' }],
    ['{"a": 1, "b": [1], c: yes}', { a: 1, b: [1], c: true }],
    [' {"a": 1}', { a: 1 }],
    ['', {}],
  ];
  test.each(cases)('%s', (option, values) => {
    expect(parseExtraVars([option])).toEqual({ values: dict(values), diagnostics: [] });
  });

  test('a file, and later options win', () => {
    const file = join(writeFiles({ 'v.yml': 'a: 1\nb: 1\nc: 1\n' }), 'v.yml');
    const { values } = parseExtraVars(['a=0', `@${file}`, 'b=2', '{c: 3}']);
    expect(values).toEqual(
      new Map<Value, Value>([
        ['a', 1],
        ['b', '2'],
        ['c', 3],
      ]),
    );
  });

  test.each(['x=1 k={{ y }}', '{k: "{{ y }}"}'])('%s holds a template that knows its place', (option) => {
    const value = parseExtraVars([option]).values.get('k');
    if (!(value instanceof TemplateText) || value.origin === undefined) return expect.fail('no template');
    expect(value.origin.span.file.path).toBe('<-e>');
    expect(option.slice(value.origin.locate(0)).startsWith('{{ y }}')).toBe(true);
  });

  const wrong: readonly (readonly [option: string, code: string, place: string])[] = [
    ['a=b c', 'invalid-extra-vars', '<-e>:1:5'],
    ['a: b', 'invalid-extra-vars', '<-e>:1:1'],
    ['[1, 2]', 'variables-not-a-mapping', '<-e>:1:1'],
    ['@/nowhere/x.yml', 'file-not-found', '<-e>:1:1'],
    ['a="b', 'unbalanced-arguments', '<-e>:1:1'],
  ];
  test.each(wrong)('%s is %s at %s', (option, code, place) => {
    const [first] = parseExtraVars([option]).diagnostics;
    expect([first?.code, first?.span && locationOf(first.span)]).toEqual([code, place]);
  });
});
