import { dictGet } from './dict.ts';
import { typeError, undefinedError, valueError } from './errors.ts';
import { formatNumber } from './format-number.ts';
import { limits } from './limits.ts';
import { floatOf, intOf } from './numbers.ts';
import { ascii, repr, str } from './printing.ts';
import { textLength, textOf, textSlice } from './text.ts';
import { typeName } from './type-name.ts';
import { Float, type ReadonlyDict, Tuple, Undefined, type Value } from './types.ts';

const fieldPattern = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([\s\S])?/g;

interface Operands {
  readonly mapping: ReadonlyDict | undefined;
  readonly items: readonly Value[];
  used: number;
}

/** Python's `text % value`: a tuple gives the operands, a dict those by name, anything else is the only one. */
export function formatPercent(text: string, value: Value): string {
  if (value instanceof Undefined) throw undefinedError(value);
  const operands: Operands = {
    mapping: value instanceof Map ? value : undefined,
    items: value instanceof Tuple ? value.items : [value],
    used: 0,
  };
  const result = text.replace(
    fieldPattern,
    (all: string, key?: string, flags?: string, width?: string, precision?: string, type?: string) =>
      formatField({ all, key, flags: flags ?? '', width, precision, type }, operands),
  );
  const isAllUsed =
    operands.used >= operands.items.length || operands.mapping !== undefined || Array.isArray(value);
  if (!isAllUsed) throw typeError('not all arguments converted during string formatting');
  return result;
}

interface Field {
  readonly all: string;
  readonly key: string | undefined;
  readonly flags: string;
  readonly width: string | undefined;
  readonly precision: string | undefined;
  readonly type: string | undefined;
}

function next(operands: Operands): Value {
  const value = operands.items[operands.used];
  if (value === undefined) throw typeError('not enough arguments for format string');
  operands.used += 1;
  return value;
}

function operandOf(key: string | undefined, operands: Operands): Value {
  if (key === undefined) return next(operands);
  if (operands.mapping === undefined) throw typeError('format requires a mapping');
  const value = dictGet(operands.mapping, key);
  if (value === undefined) throw valueError(`'${key}'`);
  return value;
}

function sizeOf(text: string | undefined, operands: Operands): number | undefined {
  if (text === undefined) return undefined;
  const size = text === '*' ? Number(intOf(next(operands)) ?? Number.NaN) : Number(text);
  if (Number.isNaN(size)) throw typeError('* wants int');
  if (size > limits.stringLength) throw valueError(`a width of ${size} is too large`);
  return size;
}

function formatField(field: Field, operands: Operands): string {
  const { type } = field;
  if (type === undefined) throw valueError('incomplete format');
  if (type === '%') return '%';
  const width = sizeOf(field.width, operands) ?? 0;
  const precision = sizeOf(field.precision, operands);
  const value = operandOf(field.key, operands);
  const isLeft = field.flags.includes('-') || width < 0;
  const size = Math.abs(width);
  if (type === 's' || type === 'r' || type === 'a' || type === 'c') {
    const text = TEXTS[type](value);
    const cut = precision === undefined ? text : textSlice(text, 0, Math.min(precision, textLength(text)));
    const space = ' '.repeat(Math.max(0, size - textLength(cut)));
    return isLeft ? cut + space : space + cut;
  }
  const written = formatNumericField(field, value, precision);
  const missing = Math.max(0, size - written.prefix.length - written.digits.length);
  if (isLeft) return written.prefix + written.digits + ' '.repeat(missing);
  if (field.flags.includes('0')) return written.prefix + '0'.repeat(missing) + written.digits;
  return ' '.repeat(missing) + written.prefix + written.digits;
}

const TEXTS: Readonly<Record<'s' | 'r' | 'a' | 'c', (value: Value) => string>> = {
  s: str,
  r: repr,
  a: ascii,
  c: (value) => characterOf(value),
};

function characterOf(value: Value): string {
  const text = textOf(value);
  if (text !== undefined && textLength(text) === 1) return text;
  const code = intOf(value);
  if (code === undefined) throw typeError('%c requires int or char');
  if (code < 0 || code > 0x10ffff) throw valueError('%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

function formatNumericField(
  { type = 'd', flags }: Field,
  value: Value,
  precision: number | undefined,
): { readonly prefix: string; readonly digits: string } {
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '-';
  const common = { sign, isAlternate: flags.includes('#'), grouping: '' };
  if (value instanceof Undefined) throw undefinedError(value);
  if ('eEfFgG'.includes(type)) {
    const float = floatOf(value);
    if (float === undefined) throw typeError(`must be real number, not ${typeName(value)}`);
    return formatNumber(new Float(float), { ...common, type, precision });
  }
  if (!'diuoxX'.includes(type)) {
    throw valueError(`unsupported format character '${type}' in a text with %`);
  }
  const int = wholeOf(value, type);
  const base = type === 'i' || type === 'u' ? 'd' : type;
  const written = formatNumber(int, { ...common, type: base, precision: undefined });
  return { prefix: written.prefix, digits: written.digits.padStart(precision ?? 0, '0') };
}

function wholeOf(value: Value, type: string): number | bigint {
  const int = intOf(value);
  if (int !== undefined) return int;
  if (value instanceof Float && (type === 'd' || type === 'i' || type === 'u')) {
    if (!Number.isFinite(value.value)) throw valueError('cannot convert float infinity or NaN to integer');
    return BigInt(Math.trunc(value.value));
  }
  const kind = 'oxX'.includes(type) ? 'an integer is required' : 'a real number is required';
  throw typeError(`%${type} format: ${kind}, not ${typeName(value)}`);
}
