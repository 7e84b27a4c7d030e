import type { ReadonlyDict, Value } from '../values/types.ts';
import type { Span } from './span.ts';

/**
 * Where the keys of dicts were written, for those who want to tell where a variable came from. Whoever reads a project
 * hands one of these along; an ordinary run has none, and pays nothing.
 */
export class KeyPlaces {
  readonly #places = new WeakMap<ReadonlyDict, Map<Value, Span>>();

  note(dict: ReadonlyDict, key: Value, span: Span): void {
    const places = this.#places.get(dict) ?? new Map<Value, Span>();
    this.#places.set(dict, places);
    places.set(key, span);
  }

  /** undefined for a key that no file gave. */
  of(dict: ReadonlyDict, key: Value): Span | undefined {
    return this.#places.get(dict)?.get(key);
  }

  /** To be called when the items of one dict are put into another. */
  carry(from: ReadonlyDict, to: ReadonlyDict): void {
    for (const [key, span] of this.#places.get(from) ?? []) this.note(to, key, span);
  }
}
