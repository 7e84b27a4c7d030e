import { intOf } from '../../values/numbers.ts';
import { type BinaryOperator, Callable, Float, ObjectValue, type Value } from '../../values/types.ts';
import { pad } from './calendar.ts';

const DAY = 86_400_000_000;

/** Python's `datetime.timedelta`, held in whole microseconds. */
export class TimeDelta extends ObjectValue {
  readonly typeName = 'timedelta';
  readonly microseconds: number;

  constructor(microseconds: number) {
    super();
    this.microseconds = microseconds;
  }

  get #days(): number {
    return Math.floor(this.microseconds / DAY);
  }
  get #seconds(): number {
    return Math.floor((this.microseconds - this.#days * DAY) / 1e6);
  }
  get #micros(): number {
    return ((this.microseconds % 1e6) + 1e6) % 1e6;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'days':
        return this.#days;
      case 'seconds':
        return this.#seconds;
      case 'microseconds':
        return this.#micros;
      case 'total_seconds':
        return new Callable('total_seconds', () => new Float(this.microseconds / 1e6));
      default:
        return undefined;
    }
  }
  override truth(): boolean {
    return this.microseconds !== 0;
  }
  override text(): string {
    const days = this.#days === 0 ? '' : `${this.#days} day${Math.abs(this.#days) === 1 ? '' : 's'}, `;
    const seconds = this.#seconds;
    const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    return days + clock + (this.#micros === 0 ? '' : `.${pad(this.#micros, 6)}`);
  }
  override repr(): string {
    const parts = [
      ['days', this.#days],
      ['seconds', this.#seconds],
      ['microseconds', this.#micros],
    ].filter(([, value]) => value !== 0);
    return `datetime.timedelta(${parts.map(([name, value]) => `${name}=${value}`).join(', ') || '0'})`;
  }
  override equals(other: Value): boolean {
    return other instanceof TimeDelta && other.microseconds === this.microseconds;
  }
  override compare(other: Value): number | undefined {
    return other instanceof TimeDelta ? this.microseconds - other.microseconds : undefined;
  }
  override operate(operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof TimeDelta) {
      const [left, right] = reflected ? [other, this] : [this, other];
      switch (operator) {
        case '+':
          return new TimeDelta(left.microseconds + right.microseconds);
        case '-':
          return new TimeDelta(left.microseconds - right.microseconds);
        case '/':
          return new Float(left.microseconds / right.microseconds);
        case '//':
          return Math.floor(left.microseconds / right.microseconds);
        default:
          return undefined;
      }
    }
    const factor = other instanceof Float ? other.value : intOf(other);
    if (factor === undefined) {
      return undefined;
    }
    if (operator === '*') {
      return new TimeDelta(Math.round(this.microseconds * Number(factor)));
    }
    return operator === '/' && !reflected && Number(factor) !== 0
      ? new TimeDelta(Math.round(this.microseconds / Number(factor)))
      : undefined;
  }
}
