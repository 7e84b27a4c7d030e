import { ObjectValue, type Value } from '../../values/types.ts';

/** `namespace(a=1)`: the one object whose attributes a template can set, also from inside a loop. */
export class Namespace extends ObjectValue {
  readonly typeName = 'Namespace';
  readonly #attributes: Map<string, Value>;
  constructor(attributes: Iterable<readonly [string, Value]>) {
    super();
    this.#attributes = new Map(attributes);
  }
  override getAttribute(name: string): Value | undefined {
    return this.#attributes.get(name);
  }
  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#attributes.get(key) : undefined;
  }
  set(name: string, value: Value): void {
    this.#attributes.set(name, value);
  }
  override repr(reprOf: (member: Value) => string): string {
    return `<Namespace ${reprOf(new Map<Value, Value>(this.#attributes))}>`;
  }
}
