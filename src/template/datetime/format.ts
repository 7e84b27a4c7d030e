import { dayOfYear, epochSeconds, type Fields, isoWeek, pad, weekday } from './calendar.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const dayNames: readonly string[] = DAYS;
export const monthNames: readonly string[] = MONTHS;

export interface ZoneText {
  /** `%z`: `+0200`. */
  readonly offset: string;
  /** `%Z`: `UTC`. */
  readonly name: string;
}

/** C's `strftime` in the C locale with glibc's flags (`%-d`, `%_d`, `%^a`, `%E`, `%O`). Unknown letters stay. */
export function strftime(format: string, fields: Fields, zone: ZoneText): string {
  return format.replace(
    /%([-_0^#]?)(\d*)[EO]?([A-Za-z%+])/g,
    (whole, flag: string, width: string, letter: string) => {
      const made = directive(letter, fields, zone);
      if (made === undefined) {
        return whole;
      }
      return applyFlag(made, flag, width === '' ? undefined : Number(width));
    },
  );
}

interface Made {
  readonly text: string;
  /** Width and filler of a number. */
  readonly width?: number;
  readonly fill?: '0' | ' ';
}

function applyFlag(made: Made, flag: string, width: number | undefined): string {
  if (flag === '^') {
    return made.text.toUpperCase();
  }
  if (flag === '#') {
    return made.text === made.text.toUpperCase() ? made.text.toLowerCase() : made.text.toUpperCase();
  }
  if (flag === '-') {
    return made.text;
  }
  const fill = flag === '_' ? ' ' : flag === '0' ? '0' : (made.fill ?? ' ');
  return made.text.padStart(width ?? made.width ?? 0, fill);
}

function number(value: number, width = 2, fill: '0' | ' ' = '0'): Made {
  return { text: String(value), width, fill };
}

function directive(letter: string, fields: Fields, zone: ZoneText): Made | undefined {
  const composed = COMPOSED[letter];
  if (composed !== undefined) {
    return { text: strftime(composed, fields, zone) };
  }
  return clockDirective(letter, fields, zone) ?? dateDirective(letter, fields);
}

const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  x: '%m/%d/%y',
  D: '%m/%d/%y',
  X: '%H:%M:%S',
  T: '%H:%M:%S',
  F: '%Y-%m-%d',
  R: '%H:%M',
  r: '%I:%M:%S %p',
};

function clockDirective(letter: string, fields: Fields, zone: ZoneText): Made | undefined {
  const twelve = fields.hour % 12 === 0 ? 12 : fields.hour % 12;
  switch (letter) {
    case 'H':
      return number(fields.hour);
    case 'k':
      return number(fields.hour, 2, ' ');
    case 'I':
      return number(twelve);
    case 'l':
      return number(twelve, 2, ' ');
    case 'M':
      return number(fields.minute);
    case 'S':
      return number(fields.second);
    case 'f':
      return { text: pad(fields.microsecond, 6) };
    case 'p':
      return { text: fields.hour < 12 ? 'AM' : 'PM' };
    case 'P':
      return { text: fields.hour < 12 ? 'am' : 'pm' };
    case 's':
      return { text: String(Math.floor(epochSeconds(fields))) };
    case 'z':
      return { text: zone.offset };
    case 'Z':
      return { text: zone.name };
    case 'n':
      return { text: '\n' };
    case 't':
      return { text: '\t' };
    case '%':
      return { text: '%' };
    default:
      return undefined;
  }
}

function dateDirective(letter: string, fields: Fields): Made | undefined {
  const day = weekday(fields);
  switch (letter) {
    case 'Y':
      return number(fields.year, 4);
    case 'C':
      return number(Math.floor(fields.year / 100));
    case 'y':
      return number(fields.year % 100);
    case 'm':
      return number(fields.month);
    case 'd':
      return number(fields.day);
    case 'e':
      return number(fields.day, 2, ' ');
    case 'j':
      return number(dayOfYear(fields), 3);
    case 'B':
      return { text: MONTHS[fields.month - 1] ?? '' };
    case 'b':
    case 'h':
      return { text: (MONTHS[fields.month - 1] ?? '').slice(0, 3) };
    case 'A':
      return { text: DAYS[day] ?? '' };
    case 'a':
      return { text: (DAYS[day] ?? '').slice(0, 3) };
    case 'u':
      return number(day + 1, 1);
    case 'w':
      return number((day + 1) % 7, 1);
    case 'U':
      return number(Math.floor((dayOfYear(fields) + 6 - ((day + 1) % 7)) / 7));
    case 'W':
      return number(Math.floor((dayOfYear(fields) + 6 - day) / 7));
    case 'V':
      return number(isoWeek(fields).week);
    case 'G':
      return number(isoWeek(fields).year, 4);
    case 'g':
      return number(isoWeek(fields).year % 100);
    default:
      return undefined;
  }
}
