/** Dict keys as Python has them: 1, True and 1.0 are one key, tuples are equal by their members. */

import { findKey, noteObjectKey } from './equality.ts';
import { typeError, undefinedError } from './errors.ts';
import { TemplateText } from './template-text.ts';
import { textOf } from './text.ts';
import { typeName } from './type-name.ts';
import { type Dict, Float, ObjectValue, type ReadonlyDict, Undefined, type Value } from './types.ts';

/** Throws as Python does for a key that has no hash: a list, a dict, a set. */
export function assertHashable(key: Value): void {
  if (key === null || typeof key !== 'object' || key instanceof Float || key instanceof TemplateText) return;
  if (key instanceof Undefined) throw undefinedError(key);
  if (key instanceof ObjectValue && key.typeName !== 'set') {
    if (key.typeName === 'tuple') for (const member of key.iterate() ?? []) assertHashable(member);
    return;
  }
  throw typeError(`unhashable type: '${typeName(key)}'`);
}

export function dictGet(dict: ReadonlyDict, key: Value): Value | undefined {
  if (typeof key === 'string') return dict.get(key);
  assertHashable(key);
  const found = findKey(dict, key);
  return found === undefined ? undefined : dict.get(found.key);
}

export function dictHas(dict: ReadonlyDict, key: Value): boolean {
  if (typeof key === 'string') return dict.has(key);
  assertHashable(key);
  return findKey(dict, key) !== undefined;
}

/** Sets an item; a key that is equal to an existing one keeps the existing key and its place, as in Python. */
export function dictSet(dict: Dict, key: Value, value: Value): void {
  if (typeof key === 'string') {
    dict.set(key, value);
    return;
  }
  assertHashable(key);
  const plain = textOf(key) ?? key;
  const found = findKey(dict, plain);
  if (found !== undefined) {
    dict.set(found.key, value);
    return;
  }
  if (typeof plain === 'object' && plain !== null) noteObjectKey(dict);
  dict.set(plain, value);
}

/** Removes an item; false when there was none. */
export function dictDelete(dict: Dict, key: Value): boolean {
  assertHashable(key);
  const found = findKey(dict, key);
  return found !== undefined && dict.delete(found.key);
}

/** A dict of its own with the same items. */
export function dictCopy(dict: ReadonlyDict): Dict {
  return dictFromEntries(dict);
}

export function dictFromEntries(entries: Iterable<readonly [Value, Value]>): Dict {
  const dict: Dict = new Map();
  for (const [key, value] of entries) dictSet(dict, key, value);
  return dict;
}
