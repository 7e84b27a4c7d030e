/** Templates that try to reach the controller or to use it up: each ends, soon, in an error or as data. */

import { describe, expect, test } from 'vitest';
import { TsplayError } from '../../src/errors.ts';
import { errorOf, makeEnvironment, render } from './support/environment.ts';

const javascriptMembers = [
  "''.constructor",
  "''.constructor.constructor('return process')()",
  "[].constructor.constructor('return 1')()",
  "{}['constructor']['constructor']('return 1')()",
  '{}.__proto__',
  "{}['__proto__']['polluted']",
  "{'a': 1}.toString()",
  "{'a': 1}.hasOwnProperty('a')",
  "{}.set('a', 1)",
  '[].push(1)',
  '[].map',
  "'a'.at(0)",
  "'a'.charAt(0)",
  "'a'.length",
  '(1).toFixed(2)',
  '1.5.value',
  'range.call',
  "range.call.call('x')",
  'range.constructor',
  'dict.prototype',
  'namespace(a=1).constructor',
  "namespace(a=1)['__proto__']",
  "cycler('a').constructor",
  "joiner('a').constructor",
  'range(3).constructor',
  "''.__class__.__mro__[1].__subclasses__()",
  "''.__class__",
  '[].__class__.__base__',
  "lookup.__globals__['os']",
  'self.__init__.__globals__',
  'self.constructor',
  'caller.constructor',
  'constructor',
  'globalThis.process',
  'process.exit(1)',
  "require('fs')",
  '__proto__',
  'hasOwnProperty',
  "'{0.constructor}'.format('a')",
  "'{0.__class__}'.format('a')",
  "'{a.__class__.__init__}'.format(a=1)",
  "'a'|attr('constructor')",
  "'a'|attr('__class__')",
  "[{}]|map(attribute='constructor')|list|string",
  "[{}]|map(attribute='__proto__.x')|list|string",
  "[1]|map('constructor')|list",
  "[1]|select('__proto__')|list",
  '{}|constructor',
  '1 is constructor',
];

const exhaustions = [
  '{{ range(10**9)|list }}',
  '{{ range(10**15)|sum }}',
  '{% for i in range(10**9) %}{% endfor %}',
  "{{ 'a' * 10**10 }}",
  '{{ [0] * 10**10 }}',
  '{{ (0,) * 10**10 }}',
  '{{ 10 ** (10 ** 10) }}',
  '{{ 2 ** 99999999 }}',
  '{{ (2 ** 1000000) * (2 ** 1000000) }}',
  "{{ 'a'.ljust(10**10) }}",
  "{{ 'a'.zfill(10**10) }}",
  "{{ 'a'|center(10**10) }}",
  "{{ '%10000000000d' % 1 }}",
  "{{ '%.*f' % (10000000000, 1) }}",
  "{{ '{:10000000000}'.format(1) }}",
  "{{ '{:.10000000000f}'.format(1.0) }}",
  "{{ 'x'|indent(10**10) }}",
  '{{ [1]|batch(10**10, 0) }}',
  '{{ [1]|slice(10**10) }}',
  "{% set x = 'a' * 10**6 %}{{ x.replace('a', x) }}",
  "{% set x = 'a' * 10**6 %}{% set y = [x] * 1000 %}{{ y|join }}",
  "{% set x = 'a' * 10**6 %}{% for i in range(1000) %}{{ x }}{% endfor %}",
  '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  "{% include 'self' %}",
  "{% extends 'self' %}",
  "{% import 'self' as x %}",
  '{% for i in range(5000) %}{% for j in range(5000) %}{% endfor %}{% endfor %}',
  `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`,
  `{{ ${'['.repeat(5000)}${']'.repeat(5000)} }}`,
  `{{ ${'-'.repeat(50000)}1 }}`,
  `{{ ${'not '.repeat(50000)}1 }}`,
  `{{ 1 ${'if 1 else 1 '.repeat(20000)} }}`,
  `${'{% if 1 %}'.repeat(5000)}${'{% endif %}'.repeat(5000)}`,
  `{{ 1${' + 1'.repeat(200000)} }}`,
  `{{ x${'.a'.repeat(200000)} }}`,
  `{{ 1${'|string'.repeat(100000)} }}`,
  '{% set l = [] %}{% for i in range(100000) %}{% set l = [l] %}{% endfor %}{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}',
  '{% set l = [1] %}{% for i in range(100) %}{% set _ = l.extend(l) %}{% endfor %}',
];

const names = ["a'b", 'a"b', 'a`b', 'a\\b', '${a}', '\u2028', '__proto__', 'constructor', 'toString'];

describe('a template cannot reach JavaScript', () => {
  test.each(javascriptMembers)('{{ %s }}', (expression) => {
    const outcome = errorOf(() => render(`{{ ${expression} }}`, { lookup: {} }));
    expect(outcome).toBeInstanceOf(TsplayError);
    expect((outcome as TsplayError).fault).toBe('user');
  });

  test('nothing that a template sets becomes a property of every object', () => {
    render("{% set d = {} %}{% set _ = d.update({'__proto__': {'polluted': 1}}) %}{{ d }}");
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(names)('the key %j is data', (name) => {
    const environment = makeEnvironment();
    const result = environment.compile('{{ d[k] }}').render({
      get: (wanted) => (wanted === 'd' ? new Map([[name, 'found']]) : name),
    });
    expect(result).toBe('found');
  });

  test.each(names)('the text %j prints as itself', (name) => {
    expect(render('{{ t }}', { t: name })).toBe(name);
  });
});

describe('a template cannot use up the controller', () => {
  test.each(exhaustions.map((template) => [template.slice(0, 80), template] as const))(
    '%s',
    (_name, template) => {
      const environment = makeEnvironment({ loader: (name) => ({ name, text: template }) });
      const outcome = errorOf(() => environment.compile(template).render({ get: () => undefined }));
      expect(outcome).toBeInstanceOf(TsplayError);
      expect((outcome as TsplayError).fault).toBe('user');
    },
  );
});
