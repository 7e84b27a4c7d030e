/** Numbers as Python's format specifications and `%` write them. */

import { typeError } from './errors.ts';
import { exponentSuffix, formatFloat } from './float-text.ts';
import { Float } from './types.ts';

export interface NumberFormat {
  /** One of `bcdeEfFgGnosxX%`, or '' for the type's own. */
  readonly type: string;
  /** `-` only for negatives, `+` always, a space for positives. */
  readonly sign: string;
  readonly isAlternate: boolean;
  /** `,`, `_` or ''. */
  readonly grouping: string;
  readonly precision: number | undefined;
}

export interface WrittenNumber {
  /** Sign and base prefix: what zeros are padded after. */
  readonly prefix: string;
  readonly digits: string;
}

export function formatNumber(number: number | bigint | Float, format: NumberFormat): WrittenNumber {
  if (!(number instanceof Float)) return formatInt(BigInt(number), format);
  const { value } = number;
  const isNegative = value < 0 || Object.is(value, -0);
  return {
    prefix: signOf(isNegative, format),
    digits: group(floatDigits(Math.abs(value), format), 3, format.grouping),
  };
}

function signOf(isNegative: boolean, format: NumberFormat): string {
  if (isNegative) return '-';
  return format.sign === '-' ? '' : format.sign;
}

const bases: Readonly<Record<string, readonly [number, string]>> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInt(int: bigint, format: NumberFormat): WrittenNumber {
  if (format.type === 'c') return { prefix: '', digits: String.fromCodePoint(Number(int)) };
  if (format.type === 's') throw typeError("Unknown format code 's' for object of type 'int'");
  const [base, mark] = bases[format.type] ?? [10, ''];
  const absolute = (int < 0n ? -int : int).toString(base);
  const digits = format.type === 'X' ? absolute.toUpperCase() : absolute;
  return {
    prefix: signOf(int < 0n, format) + (format.isAlternate ? mark : ''),
    digits: group(digits, base === 10 ? 3 : 4, format.grouping),
  };
}

function group(digits: string, size: number, separator: string): string {
  if (separator === '') return digits;
  const [, whole = '', rest = ''] = /^([0-9a-zA-Z]*)([\s\S]*)$/.exec(digits) ?? [];
  return whole.replace(new RegExp(`\\B(?=(?:[0-9a-zA-Z]{${size}})+$)`, 'g'), separator) + rest;
}

function floatDigits(value: number, format: NumberFormat): string {
  const isUpper = /[EFG]/.test(format.type);
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? 'nan' : 'inf';
    return (isUpper ? word.toUpperCase() : word) + (format.type === '%' ? '%' : '');
  }
  const precision = format.precision ?? 6;
  switch (format.type) {
    case 'f':
    case 'F':
      return withPoint(toFixed(value, precision), format);
    case '%':
      return `${toFixed(value * 100, precision)}%`;
    case 'e':
    case 'E': {
      const text = scientific(value, precision);
      return isUpper ? text.toUpperCase() : text;
    }
    case '':
      if (format.precision === undefined) return formatFloat(value);
      return shortest(value, format, true);
    default: {
      const text = shortest(value, format, false);
      return isUpper ? text.toUpperCase() : text;
    }
  }
}

function withPoint(text: string, format: NumberFormat): string {
  return format.isAlternate && !text.includes('.') ? `${text}.` : text;
}

/** Digits after the point, rounded as C does: exactly, halves to even. JavaScript's toFixed rounds halves up. */
export function toFixed(value: number, precision: number): string {
  if (value >= 1e21)
    return precision > 0 ? `${BigInt(value)}.${'0'.repeat(precision)}` : BigInt(value).toString();
  if (precision > 100) return value.toFixed(100) + '0'.repeat(precision - 100);
  const text = value.toFixed(precision);
  return isHalf(value, precision) ? roundHalfToEven(value, precision) : text;
}

/** Whether the value lies exactly between two numbers of that precision: only multiples of a power of two do. */
function isHalf(value: number, precision: number): boolean {
  if (precision > 22) return false;
  const scaled = value * 10 ** precision;
  return (
    Number.isFinite(scaled) &&
    scaled % 1 === 0.5 &&
    scaled / 10 ** precision === value &&
    isDyadic(value, precision)
  );
}

function isDyadic(value: number, precision: number): boolean {
  return (value * 2 ** (precision + 1)) % 1 === 0;
}

function roundHalfToEven(value: number, precision: number): string {
  const low = Math.floor(value * 10 ** precision);
  const even = low % 2 === 0 ? low : low + 1;
  const digits = BigInt(even)
    .toString()
    .padStart(precision + 1, '0');
  if (precision === 0) return digits;
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

function scientific(value: number, precision: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(precision, 100)).split('e');
  return `${mantissa}e${exponentSuffix(Number(exponent))}`;
}

/** C's `%g`: significant digits, an exponent when it is below -4 or at least the precision. */
function shortest(value: number, format: NumberFormat, keepsPoint: boolean): string {
  const precision = Math.min(Math.max(1, format.precision ?? 6), 100);
  if (value === 0) return keepsPoint ? '0.0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(precision - 1).split('e');
  const exponent = Number(exponentText);
  const isScientific = exponent < -4 || exponent >= (keepsPoint ? precision - 1 : precision);
  if (isScientific && !(keepsPoint && exponent < precision && exponent >= -4 && exponent < precision - 1)) {
    const short = format.isAlternate ? mantissa : trimZeros(mantissa);
    return `${short}e${exponentSuffix(exponent)}`;
  }
  const fixed = value.toFixed(Math.max(0, Math.min(100, precision - 1 - exponent)));
  if (format.isAlternate) return fixed;
  const trimmed = trimZeros(fixed);
  return keepsPoint && !trimmed.includes('.') ? `${trimmed}.0` : trimmed;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
