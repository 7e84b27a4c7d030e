import { bindArguments } from '../../values/arguments.ts';
import { typeError } from '../../values/errors.ts';
import { intOf } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import {
  type BinaryOperator,
  type CallArguments,
  Callable,
  Float,
  ObjectValue,
  type Value,
} from '../../values/types.ts';
import { epochSeconds, type Fields, fieldsAt, isoWeek, pad, utcMilliseconds, weekday } from './calendar.ts';
import { strftime, type ZoneText } from './format.ts';
import { PlainDate } from './plain-date.ts';
import { TimeDelta } from './time-delta.ts';

const NUMBERS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'] as const;

/** Python's `datetime.datetime`, naive or with a fixed offset from UTC. */
export class DateTime extends ObjectValue {
  readonly typeName = 'datetime';
  readonly fields: Fields;

  constructor(fields: Fields) {
    super();
    this.fields = fields;
  }

  override getAttribute(name: string): Value | undefined {
    const number = NUMBERS.find((field) => field === name);
    if (number !== undefined) {
      return this.fields[number];
    }
    const method = methods[name];
    return method === undefined ? undefined : new Callable(name, (args) => method(this, args));
  }
  override text(): string {
    return this.isoformat(' ');
  }
  override repr(): string {
    const { year, month, day, hour, minute, second, microsecond, offsetMinutes } = this.fields;
    const parts: (number | string)[] = [year, month, day, hour, minute];
    if (second !== 0 || microsecond !== 0) {
      parts.push(second);
    }
    if (microsecond !== 0) {
      parts.push(microsecond);
    }
    if (offsetMinutes === 0) {
      parts.push('tzinfo=datetime.timezone.utc');
    } else if (offsetMinutes !== undefined) {
      parts.push(`tzinfo=datetime.timezone(${new TimeDelta(offsetMinutes * 60e6).repr()})`);
    }
    return `datetime.datetime(${parts.join(', ')})`;
  }
  override equals(other: Value): boolean {
    return (
      other instanceof DateTime && this.#isNaive === other.#isNaive && this.#micros() === other.#micros()
    );
  }
  override compare(other: Value): number | undefined {
    return other instanceof DateTime && this.#isNaive === other.#isNaive
      ? this.#micros() - other.#micros()
      : undefined;
  }
  override operate(operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof DateTime && operator === '-') {
      if (this.#isNaive !== other.#isNaive) {
        throw typeError("can't subtract offset-naive and offset-aware datetimes");
      }
      const difference = this.#micros() - other.#micros();
      return new TimeDelta(reflected ? -difference : difference);
    }
    if (other instanceof TimeDelta && (operator === '+' || (operator === '-' && !reflected))) {
      return this.#moved(operator === '+' ? other.microseconds : -other.microseconds);
    }
    return undefined;
  }

  isoformat(separator = 'T'): string {
    const { year, month, day, hour, minute, second, microsecond, offsetMinutes } = this.fields;
    const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
    const fraction = microsecond === 0 ? '' : `.${pad(microsecond, 6)}`;
    const zone = offsetMinutes === undefined ? '' : offsetText(offsetMinutes, ':');
    return `${date}${separator}${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${zone}`;
  }

  zoneText(): ZoneText {
    const { offsetMinutes } = this.fields;
    if (offsetMinutes === undefined) {
      return { offset: '', name: '' };
    }
    const name = offsetMinutes === 0 ? 'UTC' : `UTC${offsetText(offsetMinutes, ':')}`;
    return { offset: offsetText(offsetMinutes, ''), name };
  }

  get #isNaive(): boolean {
    return this.fields.offsetMinutes === undefined;
  }
  #micros(): number {
    const shift = (this.fields.offsetMinutes ?? 0) * 60e6;
    return utcMilliseconds(this.fields) * 1000 + (this.fields.microsecond % 1000) - shift;
  }
  #moved(microseconds: number): DateTime {
    const total = utcMilliseconds(this.fields) * 1000 + (this.fields.microsecond % 1000) + microseconds;
    const milliseconds = Math.floor(total / 1000);
    const moved = fieldsAt(milliseconds, 'utc');
    const microsecond = moved.microsecond + (total - milliseconds * 1000);
    return new DateTime({ ...moved, microsecond, offsetMinutes: this.fields.offsetMinutes });
  }
}

function offsetText(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${separator}${pad(size % 60)}`;
}

type Method = (value: DateTime, args: CallArguments) => Value;

const methods: Readonly<Record<string, Method>> = Object.assign(Object.create(null), {
  isoformat: (value, args) =>
    value.isoformat(str(bindArguments('isoformat', args, ['sep'], { sep: 'T' }).sep)),
  strftime: (value, args) =>
    strftime(str(bindArguments('strftime', args, ['format']).format), value.fields, value.zoneText()),
  ctime: (value) => strftime('%a %b %e %H:%M:%S %Y', value.fields, value.zoneText()),
  timestamp: (value) => new Float(epochSeconds(value.fields)),
  weekday: (value) => weekday(value.fields),
  isoweekday: (value) => weekday(value.fields) + 1,
  isocalendar: (value) => {
    const { year, week } = isoWeek(value.fields);
    return [year, week, weekday(value.fields) + 1];
  },
  date: ({ fields }) => new PlainDate(fields.year, fields.month, fields.day),
  replace: ({ fields }, args) => {
    const changes = NUMBERS.map((name, index) => {
      const given = args.keyword.get(name) ?? args.positional[index];
      const number = given === undefined ? undefined : intOf(given);
      return [name, number === undefined ? fields[name] : Number(number)] as const;
    });
    return new DateTime({ ...fields, ...Object.fromEntries(changes) });
  },
} satisfies Record<string, Method>);
