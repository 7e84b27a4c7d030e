import { describe, expect, it } from 'vitest';
import { Templar } from '../../src/template/templar.ts';
import { TemplateEngine } from '../../src/template/template-engine.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import type { Value } from '../../src/values/types.ts';
import { LazyDict } from '../../src/variables/lazy-dict.ts';
import { mapScope } from './map-scope.ts';

const variables = new Map<string, Value>([['port', 80]]);
const host = new LazyDict({
  typeName: 'dict',
  keys: () => variables.keys(),
  get: (name) => variables.get(name),
});
const hosts = new LazyDict({
  typeName: 'HostVars',
  keys: () => ['web'],
  get: (name) => (name === 'web' ? host : undefined),
});
const templar = new Templar({
  engine: new TemplateEngine(),
  scope: mapScope(new Map([['hostvars', hosts]])),
});

describe('hostvars', () => {
  it.each<[string, Value]>([
    ['{{ hostvars.web.port }}', '80'],
    ["{{ hostvars['web'] | dict2items | map(attribute='key') | first }}", 'port'],
    ["{{ (hostvars['web'] | combine({'x': 1})).x }}", '1'],
    ['{{ hostvars | to_json }}', '{"web": {"port": 80}}'],
    ['{{ hostvars | to_nice_yaml }}', 'web:\n    port: 80\n'],
    ["{{ query('dict', hostvars.web) | map(attribute='value') | first }}", '80'],
    ["{{ 'web' | extract(hostvars, 'port') }}", '80'],
    ["{{ hostvars.web | json_query('port') }}", '80'],
  ])('is a dict to %s', (template, expected) => {
    expect(templar.render(new TemplateText(template))).toEqual(expected);
  });
});
