import { describe, expect, test } from 'vitest';
import { builtinRegistry } from '../../src/jinja/builtins.ts';
import { Environment } from '../../src/jinja/environment.ts';
import { makeEnvironment, render, scopeOf } from './support/environment.ts';

const scope = scopeOf({ n: 5, list: [1, 2], nothing: null });

describe('a compiled template', () => {
  test('says when it holds no code', () => {
    const environment = makeEnvironment();
    expect(environment.compile('plain').isConstant).toBe(true);
    expect(environment.compile('{# only a comment #}').isConstant).toBe(true);
    expect(environment.compile('{{ 1 }}').isConstant).toBe(false);
  });

  test('gives the one expression that it consists of', () => {
    const environment = makeEnvironment();
    expect(environment.compile('{{ list }}').soleExpression?.evaluate(scope)).toEqual([1, 2]);
    expect(environment.compile('{{ list }}').soleExpression?.soleName).toBe('list');
    expect(environment.compile('{{ n + 1 }}').soleExpression?.soleName).toBeUndefined();
    expect(environment.compile('{{ n }}{{ n }}').soleExpression).toBeUndefined();
    expect(environment.compile(' {{ n }}').soleExpression).toBeUndefined();
  });

  test('renders to values in order', () => {
    expect(makeEnvironment().compile('a{{ n }}b{{ list }}').renderNative(scope)).toEqual([
      'a',
      5,
      'b',
      [1, 2],
    ]);
  });

  test('finalizes what it prints, not what it evaluates', () => {
    const environment = makeEnvironment({ finalize: (value) => (value === null ? '' : value) });
    expect(environment.compile('[{{ nothing }}]{{ [nothing] }}').render(scope)).toBe('[][None]');
    expect(environment.compile('{{ nothing }}').soleExpression?.evaluate(scope)).toBeNull();
  });

  test('names what it reads', () => {
    const { freeNames } = makeEnvironment().compile('{% for i in list %}{{ i + n }}{% endfor %}');
    expect([...freeNames].sort()).toEqual(['i', 'list', 'n']);
  });

  test('changes variables for itself only', () => {
    const list = [1];
    const variables = { get: (name: string) => (name === 'l' ? list : undefined) };
    const template = makeEnvironment().compile('{{ l.append(2) }}{{ l }}');
    expect(template.render(variables)).toBe('None[1, 2]');
    expect(template.render(variables)).toBe('None[1, 2]');
    expect(list).toEqual([1]);
  });

  test('may render itself while it is being rendered', () => {
    const environment = makeEnvironment();
    const template = environment.compile('<{{ n }}>');
    let depth = 0;
    const nested = { get: () => (++depth < 3 ? template.render(nested) : 'x') };
    expect(template.render(nested)).toBe('<<<x>>>');
  });
});

describe('other templates', () => {
  const files: Readonly<Record<string, string>> = {
    'macros.j2': '{% macro hi(who) %}hi {{ who }}{% endmacro %}{% set answer = 42 %}{% set _private = 1 %}',
    'part.j2': '[{{ n }}{{ i | default("-") }}]',
    'base.j2': 'A{% block one %}base{% endblock %}B{% block two scoped %}{{ n }}{% endblock %}C',
    'middle.j2': '{% extends "base.j2" %}{% block one %}mid+{{ super() }}{% endblock %}',
  };
  const options = {
    loader: (name: string) => {
      const text = files[name];
      return text === undefined ? undefined : { name, text };
    },
  };
  const cases: readonly (readonly [string, string])[] = [
    ["{% include 'part.j2' %}", '[5-]'],
    ["{% for i in [1, 2] %}{% include 'part.j2' %}{% endfor %}", '[51][52]'],
    ["{% include 'gone.j2' ignore missing %}x", 'x'],
    ["{% include ['gone.j2', 'part.j2'] %}", '[5-]'],
    ["{% import 'macros.j2' as m %}{{ m.hi('you') }} {{ m.answer }}", 'hi you 42'],
    ["{% from 'macros.j2' import hi as hello, answer %}{{ hello('me') }}{{ answer }}", 'hi me42'],
    ["{% import 'macros.j2' as m %}{{ m._private is defined }}", 'False'],
    ["{% extends 'base.j2' %}{% block one %}own{% endblock %}", 'AownB5C'],
    ["{% extends 'middle.j2' %}{% block one %}leaf+{{ super() }}{% endblock %}dropped", 'Aleaf+mid+baseB5C'],
    ["{% extends 'base.j2' %}{% set n = 7 %}", 'AbaseB7C'],
  ];
  test.each(cases)('%s', (template, expected) => {
    expect(render(template, { n: 5 }, options)).toBe(expected);
  });

  test('the same text at two places is compiled once and located twice', () => {
    let lookups = 0;
    const registry = {
      ...builtinRegistry,
      filters: new Map(builtinRegistry.filters),
    };
    registry.filters.get = function get(name) {
      lookups += 1;
      return Map.prototype.get.call(this, name);
    };
    const environment = new Environment({ registry });
    environment.compile('{{ n | upper }}');
    const first = lookups;
    environment.compile('{{ n | upper }}');
    expect(lookups).toBe(first);
  });
});
