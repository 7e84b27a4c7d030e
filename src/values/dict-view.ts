import { dictGet, dictHas } from './dict.ts';
import { equals } from './equality.ts';
import { PySet } from './set.ts';
import { ObjectValue, type ReadonlyDict, Tuple, type Value } from './types.ts';

/** What `keys()`, `values()` and `items()` of a dict give: a live view, not a list. */
export class DictView extends ObjectValue {
  readonly typeName: string;
  readonly #dict: ReadonlyDict;
  readonly #part: 'keys' | 'values' | 'items';

  constructor(dict: ReadonlyDict, part: 'keys' | 'values' | 'items') {
    super();
    this.typeName = `dict_${part}`;
    this.#dict = dict;
    this.#part = part;
  }

  override *iterate(): Iterable<Value> {
    switch (this.#part) {
      case 'keys':
        yield* this.#dict.keys();
        return;
      case 'values':
        yield* this.#dict.values();
        return;
      case 'items':
        for (const pair of this.#dict) yield new Tuple(pair);
    }
  }

  override length(): number {
    return this.#dict.size;
  }

  override contains(item: Value): boolean | undefined {
    if (this.#part === 'keys') return dictHas(this.#dict, item);
    if (this.#part === 'values' || !(item instanceof Tuple)) return undefined;
    const [key = null, expected = null] = item.items;
    const value = dictGet(this.#dict, key);
    return value !== undefined && item.items.length === 2 && equals(value, expected);
  }

  override equals(other: Value): boolean {
    if (this.#part === 'values' || !(other instanceof DictView || other instanceof PySet))
      return this === other;
    return new PySet(this.iterate()).equals(new PySet(other.iterate()));
  }

  override repr(reprOf: (member: Value) => string): string {
    return `${this.typeName}([${Array.from(this.iterate(), reprOf).join(', ')}])`;
  }
}
