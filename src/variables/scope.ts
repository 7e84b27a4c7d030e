import type { ReadonlyDict, Value } from '../values/types.ts';
import type { VariableScope } from './types.ts';

/**
 * A scope over layers, the strongest first: the first that has the name gives the value. Values are never merged
 * across layers. The layers stay live: what is set in one of them later is seen.
 */
export function layeredScope(layers: readonly ReadonlyDict[]): VariableScope {
  return new LayeredScope(layers, undefined);
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
