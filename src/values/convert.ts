import { Effort } from './effort.ts';
import { typeError } from './errors.ts';
import { fromBigInt } from './numbers.ts';
import { PySet } from './set.ts';
import { textOf } from './text.ts';
import { typeName } from './type-name.ts';
import { type Dict, Float, ObjectValue, Tuple, type Value } from './types.ts';

/** Plain JS data (as JSON.parse gives it) as a Value: whole safe numbers are ints, other numbers floats. */
export function fromJs(data: unknown): Value {
  if (data === null || data === undefined) return null;
  switch (typeof data) {
    case 'boolean':
    case 'string':
      return data;
    case 'number':
      return Number.isSafeInteger(data) ? (data === 0 ? 0 : data) : new Float(data);
    case 'bigint':
      return fromBigInt(data);
    case 'object':
      break;
    default:
      throw typeError(`a JavaScript ${typeof data} is not data`);
  }
  if (data instanceof ObjectValue || data instanceof Float) return data;
  if (Array.isArray(data)) return data.map(fromJs);
  const dict: Dict = new Map();
  const entries: Iterable<readonly [unknown, unknown]> = data instanceof Map ? data : Object.entries(data);
  for (const [key, value] of entries) dict.set(fromJs(key), fromJs(value));
  return dict;
}

/**
 * A Value as plain JS data for code that wants JSON-like data: dicts become objects without a prototype (keys as
 * text), tuples and sets arrays, floats numbers.
 * @throws TypeError for objects that are not data (a macro, an undefined).
 */
export function toJs(value: Value): unknown {
  return plainOf(value, new Effort());
}

function plainOf(value: Value, effort: Effort): unknown {
  effort.spend();
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return value.map((item) => plainOf(item, effort));
  if (value instanceof Map) {
    const object = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of value) object[keyText(key)] = plainOf(item, effort);
    return object;
  }
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value instanceof Tuple || value instanceof PySet) {
    return Array.from(value.iterate(), (item) => plainOf(item, effort));
  }
  const standsForIt = value instanceof ObjectValue ? value.plainText() : undefined;
  if (standsForIt !== undefined) return standsForIt;
  throw typeError(`a ${typeName(value)} is not plain data`);
}

function keyText(key: Value): string {
  if (key === null) return 'null';
  return textOf(key) ?? (key instanceof Float ? String(key.value) : String(key));
}
