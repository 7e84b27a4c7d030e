/** `x.name` and `x[key]` of every type. What is not in these tables does not exist for a template. */

import { dictGet } from './dict.ts';
import { bytesMethods } from './methods/bytes.ts';
import { dictMethods } from './methods/dict.ts';
import { listMethods, tupleMethods } from './methods/list.ts';
import { floatMethods, intMethods } from './methods/number.ts';
import { setMethods } from './methods/set.ts';
import { stringMethods } from './methods/string.ts';
import { intOf } from './numbers.ts';
import { PySet } from './set.ts';
import { characterAt, textOf } from './text.ts';
import { Bytes, type CallArguments, Callable, Float, ObjectValue, Tuple, type Value } from './types.ts';

type Table<T extends Value> = ReadonlyMap<string, (self: T, args: CallArguments) => Value>;

function bind<T extends Value>(table: Table<T>, self: T, name: string): Callable | undefined {
  const method = table.get(name);
  return method === undefined ? undefined : new Callable(name, (args) => method(self, args));
}

/** An attribute: a method of the type, or what an object gives out. undefined when there is none. */
export function getAttribute(value: Value, name: string): Value | undefined {
  const text = textOf(value);
  if (text !== undefined) return bind(stringMethods, text, name);
  if (value === null) return undefined;
  if (Array.isArray(value)) return bind(listMethods, value as Value[], name);
  if (value instanceof Map) return bind(dictMethods, value, name);
  if (value instanceof Float) return floatAttribute(value, name);
  if (value instanceof ObjectValue) {
    if (value instanceof Tuple) return value.getAttribute(name) ?? bind(tupleMethods, value, name);
    if (value instanceof PySet) return bind(setMethods, value, name);
    if (value instanceof Bytes) return bind(bytesMethods, value, name);
    return value.getAttribute(name);
  }
  const int = intOf(value);
  return int === undefined ? undefined : intAttribute(int, name);
}

function intAttribute(value: number | bigint, name: string): Value | undefined {
  if (name === 'real' || name === 'numerator') return value;
  if (name === 'imag') return 0;
  if (name === 'denominator') return 1;
  return bind(intMethods, value, name);
}

function floatAttribute(value: Float, name: string): Value | undefined {
  if (name === 'real') return value;
  if (name === 'imag') return new Float(0);
  return bind(floatMethods, value, name);
}

/** An item: by key of a dict, by index of a list, tuple or text. undefined when there is none. */
export function getItem(value: Value, key: Value): Value | undefined {
  if (value instanceof Map) return dictGet(value, key);
  const index = intOf(key);
  if (Array.isArray(value)) return index === undefined ? undefined : value.at(Number(index));
  if (value instanceof Tuple) return index === undefined ? undefined : value.items.at(Number(index));
  const text = textOf(value);
  if (text !== undefined) return index === undefined ? undefined : characterAt(text, Number(index));
  if (value instanceof Bytes) return index === undefined ? undefined : value.data.at(Number(index));
  return value instanceof ObjectValue ? value.getItem(key) : undefined;
}
