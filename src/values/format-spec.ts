/** Python's format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */

import { typeError, valueError } from './errors.ts';
import { formatNumber, type NumberFormat } from './format-number.ts';
import { floatOf, intOf } from './numbers.ts';
import { assertTextLength } from './operators.ts';
import { str } from './printing.ts';
import { textLength, textOf, textSlice } from './text.ts';
import { typeName } from './type-name.ts';
import { Callable, Float, ObjectValue, type Value } from './types.ts';

const specPattern =
  /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u;

/** `format(value, spec)`. */
export function formatSpec(value: Value, spec: string): string {
  if (spec === '') return str(value);
  const dateFormat = value instanceof ObjectValue ? value.getAttribute('strftime') : undefined;
  if (dateFormat instanceof Callable) {
    return str(dateFormat.call({ positional: [spec], keyword: new Map() }));
  }
  const found = specPattern.exec(spec);
  if (found === null) throw valueError(`Invalid format specifier '${spec}'`);
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = found;
  const layout: Layout = {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? undefined : '='),
    width: width === undefined ? 0 : Number(width),
  };
  assertTextLength(layout.width);
  const text = textOf(value);
  if (text !== undefined) {
    if (type !== undefined && type !== 's') throw unknownCode(type, value);
    if (grouping !== undefined) throw valueError(`Cannot specify '${grouping}' with 's'.`);
    if (sign !== undefined) throw valueError('Sign not allowed in string format specifier');
    if (align === '=') throw valueError("'=' alignment not allowed in string format specifier");
    return formatText(text, precision, { ...layout, align: align ?? '<' });
  }
  const format: NumberFormat = {
    type: type ?? '',
    sign: sign ?? '-',
    isAlternate: alternate !== undefined,
    grouping: grouping ?? '',
    precision: precision === undefined ? undefined : checkedPrecision(precision),
  };
  return formatNumeric(value, format, layout);
}

interface Layout {
  readonly fill: string;
  readonly align: string | undefined;
  readonly width: number;
}

function formatText(text: string, precision: string | undefined, layout: AlignOptions): string {
  if (precision === undefined) return alignText(text, layout);
  return alignText(textSlice(text, 0, Math.min(Number(precision), textLength(text))), layout);
}

function formatNumeric(value: Value, format: NumberFormat, layout: Layout): string {
  const { type, precision, grouping } = format;
  const number = numberOf(value, type === '' ? undefined : type);
  if (number === undefined) {
    throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
  }
  if (number instanceof Float && type !== '' && 'bcdoxX'.includes(type)) throw unknownCode(type, value);
  if (!(number instanceof Float) && precision !== undefined) {
    throw valueError('Precision not allowed in integer format specifier');
  }
  return alignNumber(formatNumber(number, format), { ...layout, align: layout.align ?? '>', grouping });
}

function checkedPrecision(text: string): number {
  const precision = Number(text);
  if (precision > 1000) throw valueError(`a precision of ${text} digits is too large`);
  return precision;
}

function numberOf(value: Value, type: string | undefined): number | bigint | Float | undefined {
  if (value instanceof Float) return value;
  const int = intOf(value);
  if (int === undefined) return undefined;
  if (typeof value === 'boolean' && type === undefined) return int;
  return type !== undefined && 'eEfFgG%'.includes(type) ? new Float(floatOf(value) ?? 0) : int;
}

function unknownCode(code: string, value: Value): Error {
  return valueError(`Unknown format code '${code}' for object of type '${typeName(value)}'`);
}

interface AlignOptions {
  readonly fill: string;
  readonly align: string;
  readonly width: number;
}

function alignText(text: string, { fill, align, width }: AlignOptions): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  if (align === '<') return text + fill.repeat(missing);
  if (align === '>') return fill.repeat(missing) + text;
  const before = Math.floor(missing / 2);
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

function alignNumber(
  written: { readonly prefix: string; readonly digits: string },
  options: AlignOptions & { readonly grouping: string },
): string {
  if (options.align !== '=') return alignText(written.prefix + written.digits, options);
  let { digits } = written;
  const room = options.width - written.prefix.length;
  while (digits.length < room) {
    const separated = options.grouping !== '' && options.fill === '0' && /^\d{3}(?!\d)/.test(digits);
    digits = separated ? options.fill + options.grouping + digits : options.fill + digits;
  }
  return written.prefix + digits;
}
