/** What Python's arithmetic operators mean on numbers, texts, lists, tuples and objects. */

import { limitError, typeError, undefinedError } from './errors.ts';
import { limits } from './limits.ts';
import { escapeHtml, Markup } from './markup.ts';
import { floatArithmetic, floatOf, fromBigInt, intOf, intOperation } from './numbers.ts';
import { formatPercent } from './percent-format.ts';
import { isText, textOf } from './text.ts';
import { typeName } from './type-name.ts';
import { type BinaryOperator, Float, ObjectValue, Tuple, Undefined, type Value } from './types.ts';

function unsupported(operator: BinaryOperator, a: Value, b: Value): Error {
  if (a instanceof Undefined) return undefinedError(a);
  if (b instanceof Undefined) return undefinedError(b);
  const name = operator === '**' ? '** or pow()' : operator;
  return typeError(`unsupported operand type(s) for ${name}: '${typeName(a)}' and '${typeName(b)}'`);
}

/** `a OP b` as Python computes it. Errors are worded as Python's. */
export function binary(operator: BinaryOperator, a: Value, b: Value): Value {
  const intA = intOf(a);
  const intB = intOf(b);
  if (intA !== undefined && intB !== undefined) return intOperation(operator, intA, intB);
  const floatA = floatOf(a);
  const floatB = floatOf(b);
  if (floatA !== undefined && floatB !== undefined) {
    return new Float(floatArithmetic(operator, floatA, floatB));
  }
  if (operator === '%') {
    const text = textOf(a);
    if (text !== undefined) return formatPercent(text, b);
  }
  if (operator === '+') {
    const joined = concatenate(a, b);
    if (joined !== undefined) return joined;
  }
  if (operator === '*') {
    const repeated = intB !== undefined ? repeat(a, intB) : intA !== undefined ? repeat(b, intA) : undefined;
    if (repeated !== undefined) return repeated;
  }
  const own = a instanceof ObjectValue ? a.operate(operator, b, false) : undefined;
  const result = own ?? (b instanceof ObjectValue ? b.operate(operator, a, true) : undefined);
  if (result !== undefined) return result;
  throw unsupported(operator, a, b);
}

function concatenate(a: Value, b: Value): Value | undefined {
  if (b instanceof Undefined) throw undefinedError(b);
  if (isText(a)) {
    if (!isText(b)) throw typeError(`can only concatenate str (not "${typeName(b)}") to str`);
    return concatenateTexts(a, b);
  }
  if (Array.isArray(a)) {
    if (!Array.isArray(b)) throw typeError(`can only concatenate list (not "${typeName(b)}") to list`);
    assertListLength(a.length + b.length);
    return [...a, ...b];
  }
  if (a instanceof Tuple) {
    if (!(b instanceof Tuple)) throw typeError(`can only concatenate tuple (not "${typeName(b)}") to tuple`);
    assertListLength(a.items.length + b.items.length);
    return new Tuple([...a.items, ...b.items]);
  }
  return undefined;
}

function concatenateTexts(a: Value, b: Value): Value {
  const left = textOf(a) ?? '';
  const right = textOf(b) ?? '';
  assertTextLength(left.length + right.length);
  if (a instanceof Markup) return new Markup(left + (b instanceof Markup ? right : escapeHtml(right)));
  if (b instanceof Markup) return new Markup(escapeHtml(left) + right);
  return left + right;
}

function repeat(value: Value, times: number | bigint): Value | undefined {
  const count = Math.max(0, Number(times));
  const text = textOf(value);
  if (text !== undefined) {
    assertTextLength(text.length * count);
    return value instanceof Markup ? new Markup(text.repeat(count)) : text.repeat(count);
  }
  const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;
  if (items === undefined) return undefined;
  assertListLength(items.length * count);
  const repeated: Value[] = [];
  for (let round = 0; round < count && items.length > 0; round += 1)
    for (const item of items) repeated.push(item);
  return Array.isArray(value) ? repeated : new Tuple(repeated);
}

export function assertTextLength(length: number): void {
  if (length > limits.stringLength)
    throw limitError(`a text of ${length} characters is over the limit of ${limits.stringLength}`);
}

export function assertListLength(length: number): void {
  if (length > limits.listLength)
    throw limitError(`a list of ${length} items is over the limit of ${limits.listLength}`);
}

/** `-value`. */
export function negate(value: Value): Value {
  if (value instanceof Float) return new Float(-value.value);
  const int = intOf(value);
  if (int !== undefined) return int === 0 ? 0 : fromBigInt(-BigInt(int));
  const result = value instanceof ObjectValue ? value.operate('*', -1, false) : undefined;
  if (result !== undefined) return result;
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`bad operand type for unary -: '${typeName(value)}'`);
}

/** `+value`. */
export function positive(value: Value): Value {
  if (value instanceof Float) return value;
  const int = intOf(value);
  if (int !== undefined) return int;
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`bad operand type for unary +: '${typeName(value)}'`);
}
