import { DateTime } from '../datetime/date-time.ts';
import { PlainDate } from '../datetime/plain-date.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?$/;

/** Whether YAML 1.1 reads the plain text as a date or a time. */
export function resolvesAsDate(text: string): boolean {
  return DATE.test(text) || TIMESTAMP.test(text);
}

/** The date or time that YAML 1.1 reads in a plain text; undefined when it reads none. */
export function dateOfPlain(text: string): PlainDate | DateTime | undefined {
  const date = DATE.exec(text);
  if (date !== null) {
    return new PlainDate(Number(date[1]), Number(date[2]), Number(date[3]));
  }
  const match = TIMESTAMP.exec(text);
  if (match === null) {
    return undefined;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const microsecond = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const direction = match[9] === '-' ? -1 : 1;
  const offset = direction * (Number(match[10] ?? 0) * 60 + Number(match[11] ?? 0));
  const offsetMinutes = match[8] === undefined ? undefined : offset;
  return new DateTime({ year, month, day, hour, minute, second, microsecond, offsetMinutes });
}
