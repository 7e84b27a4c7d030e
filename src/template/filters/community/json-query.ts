import { isDeepStrictEqual } from 'node:util';
import jmespath from 'jmespath';
import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { fromJs, toJs } from '../../../values/convert.ts';
import { dictFromEntries } from '../../../values/dict.ts';
import { assertDefined } from '../../../values/equality.ts';
import { valueError } from '../../../values/errors.ts';
import { str } from '../../../values/printing.ts';
import { Float, Tuple, type Value } from '../../../values/types.ts';
import { mappingOf } from '../../mapping.ts';

/** community.general's json_query: a JMESPath expression over a value. */
export const jsonQuery: Filter = (value, args) => {
  const { expr } = bindArguments('json_query', args, ['expr']);
  assertDefined(value);
  const expression = str(expr);
  const data = mappingOf(value) ?? value;
  try {
    return found(data, expression);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw valueError(`json_query cannot evaluate '${expression}': ${reason}`);
  }
};

/**
 * JSON has one type of number only, so the query is made twice: over plain numbers, which decides what is found, and
 * over numbers in which whole floats are marked, which tells them from ints where both found the same.
 */
function found(data: Value, expression: string): Value {
  const plain: unknown = jmespath.search(toJs(data), expression);
  if (!holdsWholeFloat(data)) return fromJs(plain);
  const marked: unknown = markedSearch(data, expression);
  return isDeepStrictEqual(unmarked(marked), unmarked(plain)) ? fromMarked(marked) : fromJs(plain);
}

function markedSearch(data: Value, expression: string): unknown {
  try {
    return jmespath.search(toMarked(data), expression);
  } catch {
    // A marked number is not a number to every function; then its type is lost, never its value.
    return undefined;
  }
}

function holdsWholeFloat(value: Value): boolean {
  if (value instanceof Float) return Number.isInteger(value.value);
  if (Array.isArray(value)) return value.some(holdsWholeFloat);
  if (value instanceof Tuple) return value.items.some(holdsWholeFloat);
  return value instanceof Map && Array.from(value.values()).some(holdsWholeFloat);
}

function toMarked(value: Value): unknown {
  if (value instanceof Float && Number.isInteger(value.value)) return Object(value.value);
  if (value instanceof Tuple) return value.items.map(toMarked);
  if (Array.isArray(value)) return value.map(toMarked);
  if (!(value instanceof Map)) return toJs(value);
  const plain = toJs(value) as Record<string, unknown>;
  const keys = Object.keys(plain);
  const items = [...value.values()];
  // Keys that become the same text would shift the items.
  if (keys.length === items.length && keys.every((key, index) => key === [...value.keys()][index])) {
    keys.forEach((key, index) => {
      plain[key] = toMarked(items[index] ?? null);
    });
  }
  return plain;
}

function unmarked(data: unknown): unknown {
  if (data instanceof Number) return data.valueOf();
  if (Array.isArray(data)) return data.map(unmarked);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, unmarked(item)]));
}

function fromMarked(data: unknown): Value {
  if (data instanceof Number) return new Float(data.valueOf());
  if (Array.isArray(data)) return data.map(fromMarked);
  if (typeof data !== 'object' || data === null) return fromJs(data);
  return dictFromEntries(Object.entries(data).map(([key, item]) => [key, fromMarked(item)]));
}
