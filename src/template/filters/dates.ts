import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { floatOf } from '../../values/numbers.ts';
import { repr, str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import type { Value } from '../../values/types.ts';
import { type Fields, fieldsAt } from '../datetime/calendar.ts';
import { DateTime } from '../datetime/date-time.ts';
import { strftime, type ZoneText } from '../datetime/format.ts';
import { strptime } from '../datetime/parse.ts';

/** Times of the controller. */
export const dateFilters: Readonly<Record<string, Filter>> = {
  to_datetime: (value, args) => {
    const { format } = bindArguments('to_datetime', args, ['format'], { format: '%Y-%m-%d %H:%M:%S' });
    return new DateTime(strptime(str(value), str(format)));
  },
  strftime: (value, args) => {
    const bound = bindArguments('strftime', args, ['second', 'utc'], { second: null, utc: false });
    const milliseconds = bound.second === null ? Date.now() : secondsOf(bound.second) * 1000;
    const zone = isTruthy(bound.utc) ? 'utc' : 'local';
    const format = textOf(value);
    if (format === undefined) throw typeError(`strftime takes a format as text, not ${typeName(value)}`);
    return formatInstant(format, milliseconds, zone);
  },
};

function secondsOf(value: Value): number {
  const text = textOf(value)?.trim();
  const seconds = text === undefined ? floatOf(value) : text === '' ? undefined : Number(text);
  if (seconds === undefined || !Number.isFinite(seconds)) {
    throw valueError(`strftime takes seconds since 1970, not ${repr(value)}`);
  }
  return seconds;
}

/** An instant in UTC or in the controller's zone, formatted as C's strftime does. */
export function formatInstant(format: string, milliseconds: number, zone: 'utc' | 'local'): string {
  const fields: Fields = fieldsAt(milliseconds, zone);
  return strftime(
    format,
    fields,
    zone === 'utc' ? { offset: '+0000', name: 'UTC' } : localZone(milliseconds),
  );
}

function localZone(milliseconds: number): ZoneText {
  const date = new Date(milliseconds);
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const digits = `${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return { offset: `${minutes < 0 ? '-' : '+'}${digits}`, name };
}
