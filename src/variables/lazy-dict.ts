import { type CallArguments, Callable, ObjectValue, Tuple, type Value } from '../values/types.ts';

export interface LazyDictOptions {
  /** Python's name of the type, for messages. */
  readonly typeName: string;
  readonly keys: () => Iterable<string>;
  /** Asked each time a key is looked up. */
  readonly get: (key: string) => Value | undefined;
}

/** A read-only dict whose values are made when they are asked for: `hostvars`, one host's variables, `vars`. */
export class LazyDict extends ObjectValue {
  readonly typeName: string;
  readonly #keys: () => Iterable<string>;
  readonly #get: (key: string) => Value | undefined;

  constructor({ typeName, keys, get }: LazyDictOptions) {
    super();
    this.typeName = typeName;
    this.#keys = keys;
    this.#get = get;
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#get(key) : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    const method = methods[name];
    return method === undefined ? this.#get(name) : new Callable(name, (args) => method(this, args));
  }

  override iterate(): Iterable<Value> {
    return this.#keys();
  }

  override length(): number {
    return [...this.#keys()].length;
  }
}

type Method = (dict: LazyDict, args: CallArguments) => Value;

const methods: Readonly<Record<string, Method | undefined>> = Object.assign(Object.create(null), {
  get: (dict, { positional, keyword }) => {
    const [key = null, fallback = keyword.get('default') ?? null] = positional;
    return dict.getItem(key) ?? fallback;
  },
  keys: (dict) => [...dict.iterate()],
  values: (dict) => [...dict.iterate()].map((key) => dict.getItem(key) ?? null),
  items: (dict) => [...dict.iterate()].map((key) => new Tuple([key, dict.getItem(key) ?? null])),
} satisfies Record<string, Method>);
