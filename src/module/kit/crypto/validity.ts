import { ModuleFailure } from '../../result.ts';
import { DerError, type DerValue, isUniversal, tags } from './der.ts';
import { derValue } from './der-write.ts';

const units = { w: 604800, d: 86400, h: 3600, m: 60, s: 1 } as const;

/**
 * A point in time as the task names it: from now (`+52w`, `-1d2h`), or as ASN.1 has it (`20300101000000Z`, without
 * seconds, with an offset instead of Z). Whole seconds of UTC. Throws ModuleFailure for anything else.
 */
export function momentOf(text: string, name: string, now: Date): Date {
  const moment = relativeMoment(text, now) ?? absoluteMoment(text);
  if (moment !== undefined) return moment;
  throw new ModuleFailure(
    `${name} '${text}' is neither a time from now (+52w, +1d12h) nor one as 20300101000000Z`,
  );
}

function relativeMoment(text: string, now: Date): Date | undefined {
  const match = /^([+-])(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text);
  if (match === null || text.length < 2) return undefined;
  const [, sign, ...counts] = match;
  const seconds = Object.values(units).reduce(
    (sum, unit, index) => sum + Number(counts[index] ?? 0) * unit,
    0,
  );
  const whole = Math.floor(now.getTime() / 1000) + (sign === '-' ? -seconds : seconds);
  return validDate(whole * 1000);
}

function absoluteMoment(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|([+-])(\d\d)(\d\d))$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const time = Date.UTC(year, month - 1, day, hour, minute, Number.isNaN(second) ? 0 : second);
  const written = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6] ?? '00'}`;
  const isReal = new Date(time).toISOString().startsWith(written);
  const offset = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * (match[7] === '-' ? -1 : 1);
  return isReal ? validDate(time - offset * 60_000) : undefined;
}

/** What an X.509 certificate can say: years of four digits. */
function validDate(time: number): Date | undefined {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return year >= 1950 && year <= 9999 ? date : undefined;
}

/** `20300101000000Z`. */
export function momentText(moment: Date): string {
  return `${moment.toISOString().replaceAll(/[-:T]|\..*$/g, '')}Z`;
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function encodeMoment(moment: Date): Buffer {
  const text = momentText(moment);
  return moment.getUTCFullYear() < 2050
    ? derValue(tags.utcTime, Buffer.from(text.slice(2)))
    : derValue(tags.generalizedTime, Buffer.from(text));
}

/** Throws DerError for what is no time. */
export function decodeMoment(value: DerValue | undefined): Date {
  if (value === undefined) throw new DerError('a time is missing');
  const text = value.content.toString('latin1');
  const century = Number(text.slice(0, 2)) < 50 ? '20' : '19';
  const moment = absoluteMoment(isUniversal(value, tags.utcTime) ? century + text : text);
  if (moment === undefined) throw new DerError(`'${text}' is no time`);
  return moment;
}
