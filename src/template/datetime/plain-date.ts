import { bindArguments } from '../../values/arguments.ts';
import { str } from '../../values/printing.ts';
import { type BinaryOperator, Callable, ObjectValue, type Value } from '../../values/types.ts';
import { type Fields, fieldsAt, isoWeek, pad, utcMilliseconds, weekday } from './calendar.ts';
import { strftime } from './format.ts';
import { TimeDelta } from './time-delta.ts';

/** Python's `datetime.date`. */
export class PlainDate extends ObjectValue {
  readonly typeName = 'date';
  readonly fields: Fields;

  constructor(year: number, month: number, day: number) {
    super();
    this.fields = { year, month, day, hour: 0, minute: 0, second: 0, microsecond: 0 };
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'year':
      case 'month':
      case 'day':
        return this.fields[name];
      case 'isoformat':
        return new Callable(name, () => this.text());
      case 'weekday':
        return new Callable(name, () => weekday(this.fields));
      case 'isoweekday':
        return new Callable(name, () => weekday(this.fields) + 1);
      case 'isocalendar':
        return new Callable(name, () => {
          const { year, week } = isoWeek(this.fields);
          return [year, week, weekday(this.fields) + 1];
        });
      case 'strftime':
        return new Callable(name, (args) => {
          const { format } = bindArguments(name, args, ['format']);
          return strftime(str(format), this.fields, { offset: '', name: '' });
        });
      default:
        return undefined;
    }
  }
  override text(): string {
    return `${pad(this.fields.year, 4)}-${pad(this.fields.month)}-${pad(this.fields.day)}`;
  }
  override repr(): string {
    return `datetime.date(${this.fields.year}, ${this.fields.month}, ${this.fields.day})`;
  }
  override equals(other: Value): boolean {
    return this.compare(other) === 0;
  }
  override compare(other: Value): number | undefined {
    return other instanceof PlainDate
      ? utcMilliseconds(this.fields) - utcMilliseconds(other.fields)
      : undefined;
  }
  override operate(operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof PlainDate && operator === '-') {
      const difference = utcMilliseconds(this.fields) - utcMilliseconds(other.fields);
      return new TimeDelta((reflected ? -difference : difference) * 1000);
    }
    if (other instanceof TimeDelta && (operator === '+' || (operator === '-' && !reflected))) {
      const days = Math.floor(other.microseconds / 86_400_000_000) * (operator === '+' ? 1 : -1);
      const moved = fieldsAt(utcMilliseconds(this.fields) + days * 86_400_000, 'utc');
      return new PlainDate(moved.year, moved.month, moved.day);
    }
    return undefined;
  }
}
