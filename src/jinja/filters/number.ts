import { bindArguments } from '../../values/arguments.ts';
import { typeError, undefinedError, valueError } from '../../values/errors.ts';
import { toFixed } from '../../values/format-number.ts';
import { floatOf, fromBigInt, intOf } from '../../values/numbers.ts';
import { negate } from '../../values/operators.ts';
import { parseFloatText, parseIntText } from '../../values/parse-number.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { type CallArguments, Float, Undefined, type Value } from '../../values/types.ts';
import { type FilterTable, intValue } from './table.ts';

function toInt(value: Value, args: CallArguments): Value {
  const { default: fallback, base } = bindArguments('int', args, ['default', 'base'], {
    default: 0,
    base: 10,
  });
  const text = textOf(value);
  if (text !== undefined) {
    const int = parseIntText(text, intValue(base, 'base'));
    if (int !== undefined) return int;
  }
  if (value instanceof Undefined) throw undefinedError(value);
  const int = intOf(value);
  if (int !== undefined) return int;
  const float = text === undefined ? floatOf(value) : parseFloatText(text);
  if (float === undefined || Number.isNaN(float)) return fallback;
  if (!Number.isFinite(float)) throw valueError('cannot convert float infinity to integer');
  return fromBigInt(BigInt(Math.trunc(float)));
}

function toFloat(value: Value, args: CallArguments): Value {
  const { default: fallback } = bindArguments('float', args, ['default'], { default: new Float(0) });
  if (value instanceof Undefined) throw undefinedError(value);
  const text = textOf(value);
  const float = text === undefined ? floatOf(value) : parseFloatText(text);
  return float === undefined ? fallback : new Float(float);
}

function round(value: Value, args: CallArguments): Value {
  const { precision, method } = bindArguments('round', args, ['precision', 'method'], {
    precision: 0,
    method: 'common',
  });
  const digits = intValue(precision, 'precision');
  const number = floatOf(value);
  if (value instanceof Undefined) throw undefinedError(value);
  if (number === undefined) throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
  const how = textOf(method);
  if (how === 'common') {
    const int = intOf(value);
    if (int !== undefined) return digits >= 0 ? int : roundInt(BigInt(int), -digits);
    return new Float(roundFloat(number, digits));
  }
  if (how !== 'ceil' && how !== 'floor') throw valueError('method must be common, ceil or floor');
  const scale = 10 ** digits;
  return new Float((how === 'ceil' ? Math.ceil(number * scale) : Math.floor(number * scale)) / scale);
}

function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const sign = value < 0 || Object.is(value, -0) ? -1 : 1;
  const absolute = Math.abs(value);
  if (digits >= 0) return digits > 22 ? value : sign * Number(toFixed(absolute, digits));
  const scale = 10 ** -digits;
  return sign * Number(toFixed(absolute / scale, 0)) * scale;
}

function roundInt(value: bigint, digits: number): Value {
  const scale = 10n ** BigInt(Math.min(digits, 400));
  const low = value - (((value % scale) + scale) % scale);
  const rest = value - low;
  const isUp = rest * 2n > scale || (rest * 2n === scale && (low / scale) % 2n !== 0n);
  return fromBigInt(isUp ? low + scale : low);
}

function absolute(value: Value): Value {
  if (value instanceof Undefined) throw undefinedError(value);
  const number = floatOf(value);
  if (number === undefined) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
  if (value instanceof Float) return new Float(Math.abs(number));
  return number < 0 ? negate(value) : (intOf(value) ?? 0);
}

const prefixes = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

function fileSize(value: Value, args: CallArguments): Value {
  const { binary } = bindArguments('filesizeformat', args, ['binary'], { binary: false });
  const isBinary = isTruthy(binary);
  const base = isBinary ? 1024 : 1000;
  const text = textOf(value);
  const bytes = text === undefined ? floatOf(value) : parseFloatText(text);
  if (bytes === undefined) throw valueError(`could not convert ${str(value)} to a number of bytes`);
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  let unit = base * base;
  let index = 0;
  while (bytes >= unit && index < prefixes.length - 1) {
    unit *= base;
    index += 1;
  }
  const prefix = prefixes[index] ?? '';
  const name = isBinary ? `${prefix.toUpperCase()}iB` : `${prefix}B`;
  return `${toFixed((base * bytes) / unit, 1)} ${name}`;
}

export const numberFilters: FilterTable = {
  int: toInt,
  float: toFloat,
  round,
  abs: absolute,
  filesizeformat: fileSize,
};
