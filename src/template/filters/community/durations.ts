import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { assertDefined } from '../../../values/equality.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { floatOf } from '../../../values/numbers.ts';
import { str } from '../../../values/printing.ts';
import { textOf } from '../../../values/text.ts';
import { typeName } from '../../../values/type-name.ts';
import { Float, type Value } from '../../../values/types.ts';

/** Days of the units that have no fixed length. */
interface Calendar {
  readonly month: number;
  readonly year: number;
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** A unit's names (each with an `s` behind it too) and its milliseconds. */
const UNITS: readonly (readonly [names: readonly string[], milliseconds: (days: Calendar) => number])[] = [
  [['ms', 'msec', 'msecond', 'millisecond'], () => 1],
  [['s', 'sec', 'second'], () => SECOND],
  [['m', 'min', 'minute'], () => 60 * SECOND],
  [['h', 'hour'], () => 3600 * SECOND],
  [['d', 'day'], () => DAY],
  [['w', 'week'], () => 7 * DAY],
  [['mo', 'month'], ({ month }) => month * DAY],
  [['y', 'year'], ({ year }) => year * DAY],
];

const BY_NAME: ReadonlyMap<string, (days: Calendar) => number> = new Map(
  // The short names come last: `ms` is milliseconds, not minutes.
  [...UNITS]
    .reverse()
    .flatMap(([names, size]) =>
      names.flatMap((name) => [`${name}s`, name]).map((name) => [name, size] as const),
    ),
);

/** community.general's durations: `'1h 30m' | to_seconds`, `to_time_unit('min', year=365, month=30)`. */
export const durationFilters: Readonly<Record<string, Filter>> = {
  to_time_unit: (value, args) => {
    const bound = bindArguments('to_time_unit', args, ['unit', 'year', 'month'], {
      unit: 'ms',
      year: 365,
      month: 30,
    });
    return inUnit(value, str(bound.unit), calendarOf(bound));
  },
  to_milliseconds: to('ms'),
  to_seconds: to('s'),
  to_minutes: to('min'),
  to_hours: to('h'),
  to_days: to('d'),
  to_weeks: to('w'),
  to_months: to('mo'),
  to_years: to('y'),
};

function to(unit: string): Filter {
  return (value, args) => {
    const names = ['year', 'month'] as const;
    return inUnit(
      value,
      unit,
      calendarOf(bindArguments('to_time_unit', args, names, { year: 365, month: 30 })),
    );
  };
}

function calendarOf({ year, month }: Readonly<Record<'year' | 'month', Value>>): Calendar {
  const days = { year: floatOf(year), month: floatOf(month) };
  if (days.year === undefined || days.month === undefined) {
    throw typeError("a duration's year and month are numbers of days");
  }
  return { year: days.year, month: days.month };
}

function inUnit(value: Value, unit: string, days: Calendar): Value {
  assertDefined(value);
  const text = textOf(value);
  if (text === undefined) throw typeError(`a duration is a text like '1h 30m', not ${typeName(value)}`);
  if (text === '0') return 0;
  const milliseconds = text
    .split(/\s+/)
    .filter((part) => part !== '')
    .reduce((sum, part) => sum + lengthOf(part, days), 0);
  return new Float(Number((milliseconds / unitOf(unit)(days)).toFixed(12)));
}

function lengthOf(part: string, days: Calendar): number {
  const [, count, unit = ''] = /^(-?\d+)([a-z]+)$/.exec(part) ?? [];
  if (count === undefined) {
    throw valueError(`'${part}' is no duration: it is a whole number and a unit, like '90s'`);
  }
  return Number(count) * unitOf(unit)(days);
}

function unitOf(name: string): (days: Calendar) => number {
  const size = BY_NAME.get(name);
  if (size === undefined) {
    const known = UNITS.flatMap(([names]) => names).join(', ');
    throw valueError(`there is no unit of time '${name}'; there are ${known}`);
  }
  return size;
}
