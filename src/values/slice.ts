import { typeError, undefinedError, valueError } from './errors.ts';
import { intOf } from './numbers.ts';
import { characters, textLength, textOf, textSlice } from './text.ts';
import { typeName } from './type-name.ts';
import { Bytes, ObjectValue, Tuple, Undefined, type Value } from './types.ts';
import { LenientUndefined } from './undefined.ts';

export interface SliceBounds {
  readonly from: Value;
  readonly to: Value;
  readonly step: Value;
}

/** Python's `x[from:to:step]`; null for a bound that is not given. @throws TypeError as Python's */
export function slice(value: Value, bounds: SliceBounds): Value {
  const text = textOf(value);
  if (text !== undefined) {
    const { from, to, step } = indices(textLength(text), bounds);
    if (step === 1) return textSlice(text, from, Math.max(from, to));
    return pick(characters(text), { from, to, step }).join('');
  }
  if (Array.isArray(value)) return sliceItems(value, bounds);
  if (value instanceof Tuple) return new Tuple(sliceItems(value.items, bounds));
  if (value instanceof Bytes) return new Bytes(Uint8Array.from(sliceItems(Array.from(value.data), bounds)));
  if (value instanceof Undefined && !(value instanceof LenientUndefined)) return value;
  if (value instanceof Undefined) throw undefinedError(value);
  const part = value instanceof ObjectValue ? value.slice(bounds) : undefined;
  if (part !== undefined) return part;
  throw typeError(
    value instanceof Map ? "unhashable type: 'slice'" : `'${typeName(value)}' object is not subscriptable`,
  );
}

function sliceItems<T>(items: readonly T[], bounds: SliceBounds): T[] {
  const { from, to, step } = indices(items.length, bounds);
  return step === 1 ? items.slice(from, Math.max(from, to)) : pick(items, { from, to, step });
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function pick<T>(items: readonly T[], { from, to, step }: Range): T[] {
  const picked: T[] = [];
  for (let index = from; step > 0 ? index < to : index > to; index += step) {
    const item = items[index];
    if (item !== undefined) picked.push(item);
  }
  return picked;
}

/** Bounds within a sequence of a length, as Python's `slice.indices`. */
export function indices(length: number, bounds: SliceBounds): Range {
  const step = bound(bounds.step) ?? 1;
  if (step === 0) throw valueError('slice step cannot be zero');
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const within = (value: number | undefined, fallback: number): number => {
    if (value === undefined) return fallback;
    return Math.min(highest, Math.max(lowest, value < 0 ? value + length : value));
  };
  return {
    from: within(bound(bounds.from), step > 0 ? lowest : highest),
    to: within(bound(bounds.to), step > 0 ? highest : lowest),
    step,
  };
}

function bound(value: Value): number | undefined {
  if (value === null) return undefined;
  const int = intOf(value);
  if (int !== undefined) return Number(int);
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`slice indices must be integers or None, not ${typeName(value)}`);
}
