import type { Diff, ResultData } from '../../result.ts';

/** A property that is not as it is wanted, by the name under which a diff shows it. */
export interface Difference {
  readonly name: string;
  readonly wanted: ResultData;
  readonly found: ResultData;
}

/** Differences as a diff; of two of one name the later counts. */
export function differencesDiff(differences: readonly Difference[]): Diff {
  return {
    before: Object.fromEntries(differences.map(({ name, found }) => [name, found])),
    after: Object.fromEntries(differences.map(({ name, wanted }) => [name, wanted])),
  };
}

/**
 * What of wanted keys is missing or other, as the modules for volumes and networks show it: the whole when nothing is
 * there, else key by key.
 */
export function dictDifferences(
  name: string,
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): readonly Difference[] {
  if (Object.keys(wanted).length === 0) return [];
  if (Object.keys(found).length === 0) return [{ name, wanted: wanted as ResultData, found: {} }];
  return Object.keys(wanted)
    .filter((key) => !isSame(wanted[key], found[key]))
    .map((key) => ({
      name: `${name}.${key}`,
      wanted: wanted[key] as ResultData,
      found: (found[key] ?? null) as ResultData,
    }));
}

/** Equal as JSON, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
    );
  }
  return one === other;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
