import type { Value } from '../values/types.ts';

/** The value without the entries and items that are `omit`; the same value when there are none. */
export function withoutOmitted(value: Value, omit: Value): Value {
  if (Array.isArray(value)) {
    const kept = (value as readonly Value[]).filter((item) => item !== omit);
    const cleaned = kept.map((item) => withoutOmitted(item, omit));
    return isSame(cleaned, value as readonly Value[]) ? value : cleaned;
  }
  if (!(value instanceof Map)) return value;
  const kept = [...value].filter(([, item]) => item !== omit);
  const cleaned = kept.map(([key, item]) => [key, withoutOmitted(item, omit)] as const);
  const isKept = isSame(
    cleaned.map(([, item]) => item),
    [...value.values()],
  );
  return isKept ? value : new Map(cleaned);
}

function isSame(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
