import { valueError } from '../../values/errors.ts';
import { reprText } from '../../values/printing.ts';
import { type Fields, isValid } from './calendar.ts';
import { dayNames, monthNames } from './format.ts';

const short = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));
const oneOf = (names: readonly string[]): string => names.join('|');

/** What each directive of `strptime` matches. */
const PATTERNS: Readonly<Record<string, string>> = {
  a: oneOf(short(dayNames)),
  A: oneOf(dayNames),
  b: oneOf(short(monthNames)),
  B: oneOf(monthNames),
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '\\d{1,6}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  p: 'am|pm',
  S: '6[0-1]|[0-5]\\d|\\d',
  U: '5[0-3]|[0-4]\\d|\\d',
  W: '5[0-3]|[0-4]\\d|\\d',
  w: '[0-6]',
  y: '\\d\\d',
  Y: '\\d\\d\\d\\d',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d)?|Z',
  Z: 'utc|gmt',
};
const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/** Python's `datetime.strptime`. @throws a ValueError as Python words it. */
export function strptime(text: string, format: string): Fields {
  const { pattern, letters } = compile(format);
  const match = new RegExp(`^(?:${pattern})`, 'i').exec(text);
  if (match === null) {
    throw valueError(`time data ${reprText(text)} does not match format ${reprText(format)}`);
  }
  if (match[0].length < text.length) {
    throw valueError(`unconverted data remains: ${text.slice(match[0].length)}`);
  }
  const found = new Map(letters.map((letter, index) => [letter, match[index + 1] ?? '']));
  const fields = fieldsOf(found);
  if (!isValid(fields)) {
    throw valueError('day is out of range for month');
  }
  return fields;
}

function compile(format: string): { readonly pattern: string; readonly letters: readonly string[] } {
  const letters: string[] = [];
  const expanded = format.replace(/%([cxX])/g, (_, letter: string) => COMPOSED[letter] ?? '');
  const pattern = expanded.replace(/%(.?)|\s+|[\\.^$*+?(){}[\]|]/gs, (found, letter?: string) => {
    if (letter === undefined) {
      return /^\s/.test(found) ? '\\s+' : `\\${found}`;
    }
    if (letter === '%') {
      return '%';
    }
    const part = PATTERNS[letter];
    if (part === undefined) {
      throw valueError(`'${letter}' is a bad directive in format ${reprText(format)}`);
    }
    letters.push(letter);
    return `(${part})`;
  });
  return { pattern, letters };
}

function fieldsOf(found: ReadonlyMap<string, string>): Fields {
  const numberOf = (letter: string, fallback: number): number => Number(found.get(letter) ?? fallback);
  const dayInYear = found.has('j') ? new Date(Date.UTC(yearOf(found), 0, numberOf('j', 1))) : undefined;
  return {
    year: yearOf(found),
    month: dayInYear === undefined ? monthOf(found) : dayInYear.getUTCMonth() + 1,
    day: dayInYear === undefined ? numberOf('d', 1) : dayInYear.getUTCDate(),
    hour: hourOf(found),
    minute: numberOf('M', 0),
    second: numberOf('S', 0),
    microsecond: Number((found.get('f') ?? '').padEnd(6, '0')),
    offsetMinutes: offsetOf(found.get('z')),
  };
}

function yearOf(found: ReadonlyMap<string, string>): number {
  const twoDigits = found.get('y');
  if (twoDigits !== undefined) {
    return Number(twoDigits) + (Number(twoDigits) <= 68 ? 2000 : 1900);
  }
  return Number(found.get('Y') ?? 1900);
}

function monthOf(found: ReadonlyMap<string, string>): number {
  const name = (found.get('B') ?? found.get('b'))?.slice(0, 3).toLowerCase();
  if (name === undefined) {
    return Number(found.get('m') ?? 1);
  }
  return short(monthNames).findIndex((month) => month.toLowerCase() === name) + 1;
}

function hourOf(found: ReadonlyMap<string, string>): number {
  const twelve = found.get('I');
  if (twelve === undefined) {
    return Number(found.get('H') ?? 0);
  }
  return (Number(twelve) % 12) + (found.get('p')?.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) {
    return undefined;
  }
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return zone.startsWith('-') ? -minutes : minutes;
}
