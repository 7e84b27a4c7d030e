import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { mapScope } from './map-scope.ts';

const engine = new TemplateEngine();

/** What a machine, a lookup or a prompt may say to become code. */
const hostile = [
  "{{ lookup('pipe', 'id') }}",
  "{{ lookup('file', '/etc/shadow') }}",
  "{% set x = lookup('pipe', 'id') %}{{ x }}",
  '[\'{{ lookup("pipe", "id") }}\']',
  "{'a': '{{ 1 + 1 }}'}",
  '{{ data }}',
  "' ~ lookup('pipe', 'id') ~ '",
  "') }}{{ lookup('pipe', 'id') }}{{ ('",
];

const ways = [
  '{{ data }}',
  'a {{ data }}',
  "{{ data ~ '' }}",
  '{{ [data] | first }}',
  "{{ {'k': data}.k }}",
  "{{ data | default('x') | string }}",
  "{{ lookup('vars', 'data') }}",
  "{{ query('items', data) | first }}",
  '{{ (data | to_json) | from_json }}',
  '{{ outer }}',
  '{% set copy = data %}{{ copy }}',
  '{% for each in [data] %}{{ each }}{% endfor %}',
];

function templarOf(data: Value): Templar {
  const variables = new Map<string, Value>([
    ['data', data],
    ['outer', new TemplateText('{{ data }}')],
  ]);
  return new Templar({ engine, scope: mapScope(variables) });
}

describe('data stays data', () => {
  it.each(hostile.flatMap((data) => ways.map((way) => [way, data] as const)))('%s with %j', (way, data) => {
    const templar = templarOf(data);
    const once = templar.render(new TemplateText(way));
    // A second look at the result, as a task's arguments or a registered variable get it, renders nothing either.
    expect(templar.render(once)).toEqual(once);
    const texts = JSON.stringify(once instanceof Map ? [...once] : once);
    expect(texts).not.toMatch(/uid=|root:|"2"|:2/);
  });

  it.each(hostile)('the text %j is never evaluated as a condition', (data) => {
    expect(() => templarOf(data).condition(data)).toThrow(TsplayError);
  });
});

describe('the name of a prototype is a key like any other', () => {
  const templates = [
    '{{ \'{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}\' | from_json }}',
    "{{ {'__proto__': {'polluted': 1}} | combine({'__proto__': {'polluted': 2}}, recursive=true) }}",
    "{{ '__proto__: {polluted: 1}' | from_yaml }}",
    "{{ [{'key': '__proto__', 'value': {'polluted': 1}}] | items2dict }}",
    "{{ [['__proto__', {'polluted': 1}]] | community.general.dict }}",
    "{{ {'polluted': 1} | community.general.dict_kv('__proto__') }}",
    "{{ ['__proto__'] | community.general.counter }}",
    "{{ {'__proto__': {'polluted': 1.0}} | json_query('@') }}",
    "{{ '__proto__,a\n{polluted: 1},2' | community.general.from_csv }}",
    "{{ [{'n': '__proto__', 'polluted': 1}] | community.general.groupby_as_dict('n') }}",
  ];
  it.each(templates)('%s', (template) => {
    templarOf(null).render(new TemplateText(template));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
