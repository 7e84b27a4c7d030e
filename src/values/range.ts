import { bindArguments } from './arguments.ts';
import { equals } from './equality.ts';
import { limitError, valueError } from './errors.ts';
import { limits } from './limits.ts';
import { floatOf } from './numbers.ts';
import { repr } from './printing.ts';
import { indices, type SliceBounds } from './slice.ts';
import { Callable, ObjectValue, type Value } from './types.ts';

/** Python's range. Its items are made when it is iterated, up to a bound. */
export class Range extends ObjectValue {
  readonly typeName = 'range';
  readonly #start: number;
  readonly #stop: number;
  readonly #step: number;
  readonly #length: number;

  constructor(start: number, stop: number, step: number) {
    super();
    if (step === 0) throw valueError('range() arg 3 must not be zero');
    this.#start = start;
    this.#stop = stop;
    this.#step = step;
    this.#length = Math.max(0, Math.ceil((stop - start) / step));
  }

  override length(): number {
    return this.#length;
  }

  override *iterate(): Iterable<Value> {
    if (this.#length > limits.listLength) {
      throw limitError(`a range of ${this.#length} items is over the limit of ${limits.listLength}`);
    }
    for (let index = 0; index < this.#length; index += 1) yield this.#start + index * this.#step;
  }

  override getItem(key: Value): Value | undefined {
    if (typeof key !== 'number') return undefined;
    const index = key < 0 ? key + this.#length : key;
    return index >= 0 && index < this.#length ? this.#start + index * this.#step : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'start':
        return this.#start;
      case 'stop':
        return this.#stop;
      case 'step':
        return this.#step;
      case 'count':
        return new Callable(name, (args) =>
          this.contains(bindArguments(name, args, ['value']).value) ? 1 : 0,
        );
      case 'index':
        return new Callable(name, (args) => this.#indexOf(bindArguments(name, args, ['value']).value));
      default:
        return undefined;
    }
  }

  #indexOf(item: Value): number {
    if (!this.contains(item)) throw valueError(`${repr(item)} is not in range`);
    return ((floatOf(item) ?? 0) - this.#start) / this.#step;
  }

  override slice(bounds: SliceBounds): Value {
    const { from, to, step } = indices(this.#length, bounds);
    return new Range(this.#start + from * this.#step, this.#start + to * this.#step, this.#step * step);
  }

  override contains(item: Value): boolean {
    const number = floatOf(item);
    if (number === undefined) return false;
    const index = (number - this.#start) / this.#step;
    return Number.isInteger(index) && index >= 0 && index < this.#length;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof Range) || other.#length !== this.#length) return false;
    return (
      equals(other.getItem(0) ?? null, this.getItem(0) ?? null) &&
      equals(other.getItem(-1) ?? null, this.getItem(-1) ?? null)
    );
  }

  override repr(): string {
    const step = this.#step === 1 ? '' : `, ${this.#step}`;
    return `range(${this.#start}, ${this.#stop}${step})`;
  }
}
