import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';

/** How the names of groups are made from the value of a key. */
export interface KeyedGroup {
  readonly prefix: string;
  readonly separator: string;
  /** Stands for an empty value. */
  readonly defaultValue: string | undefined;
  /** Whether the separator stays behind a dict's key whose value is empty. */
  readonly trailingSeparator: boolean;
  /** Whether a name without a prefix begins with the separator. */
  readonly leadingSeparator: boolean;
}

/**
 * The groups that a value stands for: one for a text, one for each member of a list, one for each key and value of a
 * dict. Undefined when there is nothing to make a name of, or the value is none of these.
 */
export function keyedGroupNames(value: Value, group: KeyedGroup): readonly string[] | undefined {
  const stems = stemsOf(value, group);
  const { prefix, separator, leadingSeparator } = group;
  const between = prefix === '' && !leadingSeparator ? '' : separator;
  return stems?.map((stem) => safeGroupName(`${prefix}${between}${stem}`));
}

function stemsOf(
  value: Value,
  { defaultValue, separator, trailingSeparator }: KeyedGroup,
): readonly string[] | undefined {
  if (typeof value === 'string') {
    const stem = value === '' ? defaultValue : value;
    return stem === undefined ? undefined : [stem];
  }
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map((member) => (member === '' ? (defaultValue ?? '') : str(member)));
  }
  if (!(value instanceof Map)) return undefined;
  return [...value].map(([key, member]) => {
    const written = member === '' ? (defaultValue ?? '') : str(member);
    return written === '' && !trailingSeparator ? str(key) : `${str(key)}${separator}${written}`;
  });
}

/** What cannot stand in a name becomes an underscore, as does a digit at its beginning. */
export function safeGroupName(name: string): string {
  return name.replace(/^\d|[^\p{L}\p{N}_]/gu, '_');
}
