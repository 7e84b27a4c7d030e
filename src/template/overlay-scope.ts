import type { Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';

/** A few variables over a scope. */
export class OverlayScope implements VariableScope {
  readonly #over: ReadonlyMap<string, Value>;
  readonly #base: VariableScope;

  constructor(over: ReadonlyMap<string, Value>, base: VariableScope) {
    this.#over = over;
    this.#base = base;
  }

  get(name: string): Value | undefined {
    const value = this.#over.get(name);
    return value === undefined ? this.#base.get(name) : value;
  }
  has(name: string): boolean {
    return this.#over.has(name) || this.#base.has(name);
  }
  *names(): Iterable<string> {
    yield* this.#over.keys();
    yield* this.#base.names();
  }
}
