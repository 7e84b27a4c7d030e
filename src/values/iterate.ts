import { equals } from './compare.ts';
import { dictHas } from './dict.ts';
import { typeError, undefinedError } from './errors.ts';
import { characters, textLength, textOf } from './text.ts';
import { typeName } from './type-name.ts';
import { Float, ObjectValue, Undefined, type Value } from './types.ts';
import { LenientUndefined } from './undefined.ts';

/** What a `for` goes over: list items, dict keys, characters; undefined when the value cannot be iterated. */
export function tryIterate(value: Value): Iterable<Value> | undefined {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string' ? characters(value) : undefined;
  }
  if (value instanceof Map) return value.keys();
  if (value instanceof Float) return undefined;
  const text = textOf(value);
  if (text !== undefined) return characters(text);
  if (value instanceof ObjectValue) {
    if (value instanceof Undefined) {
      if (value instanceof LenientUndefined) return [];
      throw undefinedError(value);
    }
    return value.iterate();
  }
  return Array.isArray(value) ? value : undefined;
}

/** As `tryIterate`, with Python's TypeError for what cannot be iterated. */
export function iterate(value: Value): Iterable<Value> {
  const items = tryIterate(value);
  if (items === undefined) throw typeError(`'${typeName(value)}' object is not iterable`);
  return items;
}

/** The items as a list of its own (or the value itself when it is a list: lists are never changed in place). */
export function toList(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : Array.from(iterate(value));
}

/** Python's `len(value)`; undefined when it has none. */
export function tryLength(value: Value): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  const text = textOf(value);
  if (text !== undefined) return textLength(text);
  if (value instanceof ObjectValue) {
    if (value instanceof Undefined) {
      if (value instanceof LenientUndefined) return 0;
      throw undefinedError(value);
    }
    return value.length();
  }
  return undefined;
}

export function lengthOf(value: Value): number {
  const length = tryLength(value);
  if (length === undefined) throw typeError(`object of type '${typeName(value)}' has no len()`);
  return length;
}

/** Python's `item in container`. */
export function contains(container: Value, item: Value): boolean {
  const text = textOf(container);
  if (text !== undefined) {
    const part = textOf(item);
    if (part !== undefined) return text.includes(part);
    if (item instanceof Undefined) throw undefinedError(item);
    throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof Map) return dictHas(container, item);
  if (container instanceof ObjectValue) {
    const answer = container.contains(item);
    if (answer !== undefined) return answer;
  }
  const items = tryIterate(container);
  if (items === undefined) throw typeError(`argument of type '${typeName(container)}' is not iterable`);
  if (typeof item === 'string' && Array.isArray(items) && items.includes(item)) return true;
  for (const member of items) if (member === item || equals(member, item)) return true;
  return false;
}
