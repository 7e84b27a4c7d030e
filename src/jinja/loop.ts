import { argumentError } from '../values/arguments.ts';
import { equals } from '../values/equality.ts';
import { type CallArguments, Callable, type Value } from '../values/types.ts';
import type { Frame } from './frame.ts';

/** The special variable `loop`. */
export class Loop extends Callable {
  override readonly typeName = 'LoopContext';
  readonly #items: readonly Value[];
  readonly #frame: Frame;
  readonly #depth: number;
  #index = 0;
  #last: readonly Value[] | undefined;

  /** `recurse` renders the loop's body over other items; absent when the loop is not recursive. */
  constructor(options: {
    readonly items: readonly Value[];
    readonly frame: Frame;
    readonly depth: number;
    readonly recurse: ((items: Value) => Value) | undefined;
  }) {
    const { recurse } = options;
    super('loop', (args) => {
      if (recurse === undefined)
        throw argumentError("'loop' is called, but the loop is not marked as recursive");
      return recurse(args.positional[0] ?? null);
    });
    this.#items = options.items;
    this.#frame = options.frame;
    this.#depth = options.depth;
  }

  moveTo(index: number): void {
    this.#index = index;
  }

  override length(): number {
    return this.#items.length;
  }

  override truth(): boolean {
    return true;
  }

  override repr(): string {
    return `<LoopContext ${this.#index + 1}/${this.#items.length}>`;
  }

  override getAttribute(name: string): Value | undefined {
    const index = this.#index;
    const { length } = this.#items;
    switch (name) {
      case 'index':
        return index + 1;
      case 'index0':
        return index;
      case 'revindex':
        return length - index;
      case 'revindex0':
        return length - index - 1;
      case 'first':
        return index === 0;
      case 'last':
        return index === length - 1;
      case 'length':
        return length;
      case 'depth':
        return this.#depth + 1;
      case 'depth0':
        return this.#depth;
      case 'previtem':
        return this.#neighbour(index - 1, 'there is no previous item');
      case 'nextitem':
        return this.#neighbour(index + 1, 'there is no next item');
      case 'cycle':
        return new Callable('cycle', (args) => this.#cycle(args));
      case 'changed':
        return new Callable('changed', (args) => this.#changed(args));
      default:
        return undefined;
    }
  }

  #neighbour(index: number, message: string): Value {
    const item = this.#items[index];
    return item === undefined ? this.#frame.missing(message) : item;
  }

  #cycle({ positional }: CallArguments): Value {
    const value = positional[this.#index % positional.length];
    if (value === undefined) throw argumentError('no items for cycling given');
    return value;
  }

  #changed({ positional }: CallArguments): boolean {
    const last = this.#last;
    if (
      last?.length === positional.length &&
      last.every((item, at) => equals(item, positional[at] ?? null))
    ) {
      return false;
    }
    this.#last = positional;
    return true;
  }
}
