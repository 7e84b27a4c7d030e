import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import type { VariableScope } from './types.ts';

/**
 * A scope over layers, the strongest first: the first that has the name gives the value. Values are never merged
 * across layers. The layers stay live: what is set in one of them later is seen.
 */
export function layeredScope(layers: readonly ReadonlyDict[]): VariableScope {
  return new LayeredScope(layers, undefined);
}

/** The same with `hash_behaviour = merge`: a dict is merged with the dicts of weaker layers, down to one that has another value. */
export function mergingScope(layers: readonly ReadonlyDict[]): VariableScope {
  const scope = layeredScope(layers);
  return {
    get: (name) => mergedValue(layers, name),
    has: (name) => scope.has(name),
    names: () => scope.names(),
  };
}

function mergedValue(layers: readonly ReadonlyDict[], name: string): Value | undefined {
  const dicts: ReadonlyDict[] = [];
  for (const layer of layers) {
    const value = layer.get(name);
    if (value === undefined) continue;
    if (!(value instanceof Map)) return dicts.length === 0 ? value : merged(dicts);
    dicts.push(value);
  }
  return dicts.length === 0 ? undefined : merged(dicts);
}

/** One dict of several, the strongest first. A single one stays itself. */
function merged(dicts: readonly ReadonlyDict[]): Dict {
  return dicts.reduceRight((weaker, stronger) => mergedDict(weaker, stronger)) as Dict;
}

/** The keys of both; where both have a dict, that of their keys. The stronger dict's other values count. */
export function mergedDict(weaker: ReadonlyDict, stronger: ReadonlyDict): Dict {
  const result: Dict = new Map(weaker);
  for (const [key, value] of stronger) {
    const below = result.get(key);
    result.set(key, below instanceof Map && value instanceof Map ? mergedDict(below, value) : value);
  }
  return result;
}

/** A scope with stronger layers (a task's vars, loop variables) over another scope. Costs one small object. */
export function childScope(layers: readonly ReadonlyDict[], parent: VariableScope): VariableScope {
  return layers.length === 0 ? parent : new LayeredScope(layers, parent);
}

class LayeredScope implements VariableScope {
  readonly #layers: readonly ReadonlyDict[];
  readonly #parent: VariableScope | undefined;

  constructor(layers: readonly ReadonlyDict[], parent: VariableScope | undefined) {
    this.#layers = layers;
    this.#parent = parent;
  }

  get(name: string): Value | undefined {
    for (const layer of this.#layers) {
      const value = layer.get(name);
      if (value !== undefined) return value;
    }
    return this.#parent?.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  names(): Iterable<string> {
    const names = new Set<string>();
    for (const layer of this.#layers)
      for (const name of layer.keys()) if (typeof name === 'string') names.add(name);
    if (this.#parent !== undefined) for (const name of this.#parent.names()) names.add(name);
    return names;
  }
}
