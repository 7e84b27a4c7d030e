/** Wall-clock fields as Python's datetime has them; `offsetMinutes` east of UTC, absent when naive. */
export interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly offsetMinutes?: number | undefined;
}

const DAY_MS = 86_400_000;

/** Milliseconds since 1970 of the fields read as UTC (years below 100 as they are). */
export function utcMilliseconds(fields: Fields): number {
  const date = new Date(0);
  date.setUTCFullYear(fields.year, fields.month - 1, fields.day);
  date.setUTCHours(fields.hour, fields.minute, fields.second, Math.floor(fields.microsecond / 1000));
  return date.getTime();
}

/** The fields of an instant, in UTC or in the controller's zone. */
export function fieldsAt(milliseconds: number, zone: 'utc' | 'local'): Fields {
  const date = new Date(milliseconds);
  const shifted = zone === 'utc' ? date : new Date(milliseconds - date.getTimezoneOffset() * 60_000);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    microsecond: shifted.getUTCMilliseconds() * 1000,
  };
}

/** Seconds since 1970: naive fields are read in the controller's zone, as Python does. */
export function epochSeconds(fields: Fields): number {
  const micros = (fields.microsecond % 1000) / 1e6;
  if (fields.offsetMinutes !== undefined) {
    return utcMilliseconds(fields) / 1000 - fields.offsetMinutes * 60 + micros;
  }
  const local = new Date(0);
  local.setFullYear(fields.year, fields.month - 1, fields.day);
  local.setHours(fields.hour, fields.minute, fields.second, Math.floor(fields.microsecond / 1000));
  return local.getTime() / 1000 + micros;
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(fields: Fields): number {
  return (new Date(utcMilliseconds(fields)).getUTCDay() + 6) % 7;
}

/** 1 for the first of January. */
export function dayOfYear(fields: Fields): number {
  const day = { ...fields, hour: 0, minute: 0, second: 0, microsecond: 0 };
  return (utcMilliseconds(day) - utcMilliseconds({ ...day, month: 1, day: 1 })) / DAY_MS + 1;
}

/** The ISO 8601 year and week. */
export function isoWeek(fields: Fields): { readonly year: number; readonly week: number } {
  const thursday = new Date(utcMilliseconds(fields) + (3 - weekday(fields)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const first = utcMilliseconds({ ...fields, year, month: 1, day: 1 });
  return { year, week: Math.floor((thursday.getTime() - first) / (7 * DAY_MS)) + 1 };
}

/** Whether the fields name a day and a time that exist. */
export function isValid(fields: Fields): boolean {
  const again = fieldsAt(utcMilliseconds(fields), 'utc');
  return (
    fields.year >= 1 &&
    fields.year <= 9999 &&
    again.month === fields.month &&
    again.day === fields.day &&
    again.hour === fields.hour &&
    again.minute === fields.minute &&
    again.second === fields.second
  );
}

export function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
