import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadonlyDict, Value } from '../../src/values/types.ts';
import { type LayerName, layerNames, orderLayers } from '../../src/variables/precedence.ts';
import { childScope, layeredScope } from '../../src/variables/scope.ts';
import { dict } from './cases/project.ts';

const layer = fc.record({
  name: fc.constantFrom(...layerNames),
  values: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat()),
});

describe('precedence', () => {
  test('of any layers, the strongest that has the name wins', () => {
    fc.assert(
      fc.property(fc.uniqueArray(layer, { selector: ({ name }) => name }), (layers) => {
        const scope = layeredScope(
          orderLayers(new Map(layers.map(({ name, values }) => [name, [dict(values)]]))),
        );
        for (const variable of ['a', 'b', 'c']) {
          const having = layers.filter(({ values }) => Object.hasOwn(values, variable));
          const strength = ({ name }: { readonly name: LayerName }): number => layerNames.indexOf(name);
          const winner = having.toSorted((one, other) => strength(other) - strength(one))[0];
          expect(scope.get(variable)).toBe(winner?.values[variable]);
          expect(scope.has(variable)).toBe(winner !== undefined);
        }
      }),
    );
  });

  test('several sets of layers order as one, the first set above the second within a layer', () => {
    const set = (value: string): ReadonlyMap<LayerName, readonly ReadonlyDict[]> =>
      new Map([['facts', [dict({ x: value })]]]);
    expect(layeredScope(orderLayers(set('one'), set('two'))).get('x')).toBe('one');
  });

  /** The order that people know; a change of it must be meant. */
  test('is the documented order', () => {
    const above = (strong: LayerName, weak: LayerName): boolean =>
      layerNames.indexOf(strong) > layerNames.indexOf(weak);
    const documented: readonly LayerName[] = [
      'extra vars',
      'include params',
      'role params',
      'set_facts and registered vars',
      'include_vars',
      'task vars',
      'block vars',
      'role vars',
      'vars_files',
      'vars_prompt',
      'play vars',
      'facts',
      'playbook host_vars/*',
      'inventory host_vars/*',
      'inventory host vars',
      'playbook group_vars/*',
      'inventory group_vars/*',
      'playbook group_vars/all',
      'inventory group_vars/all',
      'inventory group vars',
      'role defaults',
    ];
    for (const [index, name] of documented.slice(1).entries())
      expect(above(documented[index] ?? name, name)).toBe(true);
  });
});

describe('scopes', () => {
  test('a stronger dict replaces a weaker one whole', () => {
    const scope = layeredScope([dict({ d: dict({ a: 1 }) }), dict({ d: dict({ a: 2, b: 2 }) })]);
    expect(scope.get('d')).toEqual(new Map([['a', 1]]));
  });

  test('None is a value and hides weaker layers', () => {
    expect(layeredScope([dict({ x: null }), dict({ x: 1 })]).get('x')).toBeNull();
  });

  test('a child sees its parent, live, below its own', () => {
    const facts = new Map<Value, Value>();
    const scope = childScope([dict({ item: 1 })], layeredScope([facts, dict({ item: 0, y: 2 })]));
    facts.set('late', 3);
    expect([scope.get('item'), scope.get('y'), scope.get('late'), scope.get('none')]).toEqual([
      1,
      2,
      3,
      undefined,
    ]);
    expect([...scope.names()].toSorted()).toEqual(['item', 'late', 'y']);
  });
});
