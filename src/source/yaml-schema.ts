import { Float, type Value } from '../values/types.ts';

/** What a plain scalar can mean under YAML 1.1 as PyYAML's safe loader reads it. */
export type ResolvedScalar = Extract<Value, null | boolean | number | bigint | string | Float>;

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const TRUES = new Set(['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSES = new Set(['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);

const INTEGER =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
/** An exponent needs a dot before it and a sign: `1e3` and `1.0e3` are text. */
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIMESTAMP =
  /^(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?)(?:[Tt]|[ \t]+)(?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d*))?(?:[ \t]*(?<zone>Z|(?<sign>[-+])(?<zoneHour>\d\d?)(?::(?<zoneMinute>\d\d))?))?$/;
/** Only these can start a number or a date: most scalars need no pattern at all. */
const NUMERIC_START = /^[-+.0-9]/;

/**
 * The value of a plain scalar (no quotes, no tag). Dates and times become the text that Python prints for them,
 * since nothing in a playbook can tell that text from the date.
 */
export function resolvePlainScalar(text: string): ResolvedScalar {
  if (NUMERIC_START.test(text)) return resolveNumeric(text);
  if (NULLS.has(text)) return null;
  if (TRUES.has(text)) return true;
  if (FALSES.has(text)) return false;
  return text;
}

function resolveNumeric(text: string): ResolvedScalar {
  if (INTEGER.test(text)) return parseInteger(text) ?? text;
  if (FLOAT.test(text)) return new Float(parseFloatText(text));
  if (DATE.test(text)) return text;
  return printTimestamp(text) ?? text;
}

/** An int of YAML 1.1: binary, octal by a leading 0, decimal, hexadecimal, base 60; undefined when it has no digit. */
export function parseInteger(text: string): number | bigint | undefined {
  const digits = text.replaceAll('_', '');
  const isNegative = digits.startsWith('-');
  const magnitude = parseMagnitude(digits.replace(/^[-+]/, ''));
  if (magnitude === undefined) return undefined;
  const value = isNegative ? -magnitude : magnitude;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function parseMagnitude(digits: string): bigint | undefined {
  if (digits.includes(':')) {
    return digits.split(':').reduce((total, part) => total * 60n + BigInt(part), 0n);
  }
  if (/^0[bx]?$/.test(digits)) return digits === '0' ? 0n : undefined;
  if (/^0[bx]/.test(digits)) return BigInt(digits);
  if (digits.startsWith('0')) return BigInt(`0o${digits.slice(1)}`);
  return digits === '' ? undefined : BigInt(digits);
}

/** A float of YAML 1.1: decimal, base 60, `.inf`, `.nan`. */
export function parseFloatText(text: string): number {
  const lower = text.replaceAll('_', '').toLowerCase();
  const sign = lower.startsWith('-') ? -1 : 1;
  const digits = lower.replace(/^[-+]/, '');
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  return sign * digits.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

/** Python's `str(datetime)` of a YAML timestamp; undefined when the text is none. */
function printTimestamp(text: string): string | undefined {
  const groups = TIMESTAMP.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const two = (name: string) => (groups[name] ?? '0').padStart(2, '0');
  const day = `${groups['year']}-${two('month')}-${two('day')}`;
  const time = `${two('hour')}:${two('minute')}:${two('second')}`;
  const micros = (groups['fraction'] ?? '').slice(0, 6).padEnd(6, '0');
  const fraction = micros === '000000' ? '' : `.${micros}`;
  return `${day} ${time}${fraction}${printZone(groups['zone'], `${two('zoneHour')}:${two('zoneMinute')}`)}`;
}

function printZone(zone: string | undefined, offset: string): string {
  if (zone === undefined) return '';
  return zone === 'Z' || offset === '00:00' ? '+00:00' : `${zone.charAt(0)}${offset}`;
}

/** Why a plain scalar may not mean what its author thinks, and how to say it; undefined when it is plain enough. */
export interface Ambiguity {
  readonly message: string;
  readonly hint: string;
}

/** Scalars that mean a surprising number wherever they stand: base 60, and octal longer than a file mode. */
export function findAmbiguousNumber(text: string): Ambiguity | undefined {
  if (!NUMERIC_START.test(text)) return undefined;
  const value = resolvePlainScalar(text);
  if (typeof value === 'string') return undefined;
  const shown = value instanceof Float ? value.value : value;
  const hint = `quote it if text is meant: "${text}"`;
  if (text.includes(':')) return { message: `'${text}' is the number ${shown} (base 60)`, hint };
  if (/^[-+]?0[0-7_]{4,}$/.test(text)) return { message: `'${text}' is the number ${shown} (octal)`, hint };
  return undefined;
}

/** `yes`, `no`, `on`, `off` where a text is likely meant (a key, one of several texts). */
export function findAmbiguousBoolean(text: string): Ambiguity | undefined {
  if (!/^(?:yes|no|on|off)$/i.test(text)) return undefined;
  const value = resolvePlainScalar(text);
  if (typeof value !== 'boolean') return undefined;
  return { message: `'${text}' is the boolean ${value}`, hint: `quote it if text is meant: "${text}"` };
}
