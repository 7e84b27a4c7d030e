/** Python's `==`, and the dict lookups that rest on it (a dict is equal to another by looking up its keys). */

import { Effort } from './effort.ts';
import { limitError, undefinedError } from './errors.ts';
import { limits } from './limits.ts';
import { textOf } from './text.ts';
import { Bytes, Float, ObjectValue, type ReadonlyDict, Tuple, Undefined, type Value } from './types.ts';
import { LenientUndefined } from './undefined.ts';

/** Throws for a strict undefined. */
export function assertDefined(value: Value): void {
  if (value instanceof Undefined && !(value instanceof LenientUndefined)) throw undefinedError(value);
}

/** The value of an int, bool or float to compare with; undefined for other types. */
export function comparableNumber(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Float ? value.value : undefined;
}

/** Python's `a == b`: numbers across int, float and bool; lists, tuples and dicts by their members. */
export function equals(a: Value, b: Value): boolean {
  return equalsAt(a, b, 0);
}

/** `equals` within a value that is being walked at `depth`. */
export function equalsAt(a: Value, b: Value, depth: number, effort?: Effort): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  assertDefined(a);
  assertDefined(b);
  if (depth > limits.depth)
    throw limitError(`values nested deeper than ${limits.depth} levels cannot be compared`);
  const numberA = comparableNumber(a);
  if (numberA !== undefined) {
    const numberB = comparableNumber(b);
    if (numberB !== undefined) {
      // biome-ignore lint/suspicious/noDoubleEquals: `==` compares number and bigint by value, as Python does.
      return numberA == numberB;
    }
  } else {
    const textA = textOf(a);
    if (textA !== undefined) return textA === textOf(b);
  }
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b, { depth, effort: effort ?? new Effort() });
  if (a instanceof Tuple)
    return b instanceof Tuple && sameItems(a.items, b.items, { depth, effort: effort ?? new Effort() });
  if (a instanceof Map) return b instanceof Map && sameDicts(a, b, { depth, effort: effort ?? new Effort() });
  if (a instanceof Bytes) return b instanceof Bytes && Buffer.compare(a.data, b.data) === 0;
  if (a instanceof ObjectValue) return a.equals(b);
  return b instanceof ObjectValue && b.equals(a);
}

interface Walk {
  readonly depth: number;
  readonly effort: Effort;
}

function sameItems(a: readonly Value[], b: readonly Value[], { depth, effort }: Walk): boolean {
  if (a.length !== b.length) return false;
  return a.every((item, index) => {
    effort.spend();
    return equalsAt(item, b[index] ?? null, depth + 1, effort);
  });
}

function sameDicts(a: ReadonlyDict, b: ReadonlyDict, { depth, effort }: Walk): boolean {
  if (a.size !== b.size) return false;
  for (const [key, item] of a) {
    effort.spend();
    const other = lookUp(b, key);
    if (other === undefined || !equalsAt(item, other, depth + 1, effort)) return false;
  }
  return true;
}

/** Dicts that got a key which is an object (a float, a tuple): only these need a search by equality. */
const dictsWithObjectKeys = new WeakSet<ReadonlyDict>();

/** To be called before a dict gets a key that is an object. */
export function noteObjectKey(dict: ReadonlyDict): void {
  dictsWithObjectKeys.add(dict);
}

/** A key that stands for another of the same hash: 1 for True, the text for a text that may hold a template. */
function twinKey(key: Value): Value | undefined {
  if (key === true || key === false) return key ? 1 : 0;
  if (key === 0 || key === 1) return key === 1;
  if (key instanceof Float && Number.isSafeInteger(key.value)) return key.value === 0 ? 0 : key.value;
  return textOf(key);
}

/** The key under which the dict holds what `key` is equal to; undefined when it holds none. */
export function findKey(dict: ReadonlyDict, key: Value): { readonly key: Value } | undefined {
  if (dict.has(key)) return { key };
  if (typeof key === 'string' || key === null) return undefined;
  const twin = twinKey(key);
  if (twin !== undefined) {
    if (dict.has(twin)) return { key: twin };
    if (key instanceof Float && (twin === 0 || twin === 1) && dict.has(twin === 1))
      return { key: twin === 1 };
  }
  if (!dictsWithObjectKeys.has(dict)) return undefined;
  for (const candidate of dict.keys()) {
    if (typeof candidate === 'object' && candidate !== null && equals(candidate, key))
      return { key: candidate };
  }
  return undefined;
}

function lookUp(dict: ReadonlyDict, key: Value): Value | undefined {
  const found = findKey(dict, key);
  return found === undefined ? undefined : dict.get(found.key);
}
