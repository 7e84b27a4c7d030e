/** Python's comparisons. */

import { assertDefined, comparableNumber, equals, equalsAt } from './equality.ts';
import { limitError, typeError } from './errors.ts';
import { limits } from './limits.ts';
import { textOf } from './text.ts';
import { typeName } from './type-name.ts';
import { Bytes, ObjectValue, Tuple, type Value } from './types.ts';

export { equals };

export type OrderOperator = '<' | '<=' | '>' | '>=';

/**
 * The order of two values: negative, zero or positive, NaN when unordered (a float nan).
 * @throws TypeError as Python words it, when the types have no order; `operator` is only for its message.
 */
export function order(a: Value, b: Value, operator: OrderOperator = '<'): number {
  return orderAt(a, b, operator, 0);
}

function orderAt(a: Value, b: Value, operator: OrderOperator, depth: number): number {
  assertDefined(a);
  assertDefined(b);
  if (depth > limits.depth)
    throw limitError(`values nested deeper than ${limits.depth} levels cannot be compared`);
  const numberA = comparableNumber(a);
  const numberB = comparableNumber(b);
  if (numberA !== undefined && numberB !== undefined) {
    if (numberA < numberB) return -1;
    if (numberA > numberB) return 1;
    // biome-ignore lint/suspicious/noDoubleEquals: `==` compares number and bigint by value, as Python does.
    return numberA == numberB ? 0 : Number.NaN;
  }
  const textA = textOf(a);
  const textB = textOf(b);
  if (textA !== undefined && textB !== undefined) return orderText(textA, textB);
  if (Array.isArray(a) && Array.isArray(b)) return orderItems(a, b, operator, depth);
  if (a instanceof Tuple && b instanceof Tuple) return orderItems(a.items, b.items, operator, depth);
  if (a instanceof Bytes && b instanceof Bytes) return Buffer.compare(a.data, b.data);
  if (a instanceof ObjectValue) {
    const result = a.compare(b);
    if (result !== undefined) return result;
  }
  throw typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function orderItems(
  a: readonly Value[],
  b: readonly Value[],
  operator: OrderOperator,
  depth: number,
): number {
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const itemA = a[index] ?? null;
    const itemB = b[index] ?? null;
    if (!equalsAt(itemA, itemB, depth + 1)) return orderAt(itemA, itemB, operator, depth + 1);
  }
  return a.length - b.length;
}

/** Texts in the order of their code points (UTF-16 order differs above U+FFFF). */
export function orderText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA === unitB) continue;
    const isSurrogateA = unitA >= 0xd800 && unitA < 0xe000;
    const isSurrogateB = unitB >= 0xd800 && unitB < 0xe000;
    if (isSurrogateA !== isSurrogateB) return isSurrogateA ? 1 : -1;
    return unitA - unitB;
  }
  return a.length - b.length;
}

/** Python's `a < b` and its kin. */
export function isOrdered(a: Value, operator: OrderOperator, b: Value): boolean {
  const result = order(a, b, operator);
  switch (operator) {
    case '<':
      return result < 0;
    case '<=':
      return result <= 0;
    case '>':
      return result > 0;
    case '>=':
      return result >= 0;
  }
}

/** A stable sort in Python's order; `keyOf` as Python's `key=`. */
export function sorted<T>(items: Iterable<T>, keyOf: (item: T) => Value, reverse = false): T[] {
  const keyed = Array.from(items, (item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => (reverse ? order(b.key, a.key) : order(a.key, b.key)));
  return keyed.map((entry) => entry.item);
}
