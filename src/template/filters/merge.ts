import { dictCopy, dictGet, dictSet } from '../../values/dict.ts';
import { Effort } from '../../values/effort.ts';
import { contains } from '../../values/iterate.ts';
import type { Dict, ReadonlyDict, Value } from '../../values/types.ts';
import { requireChoice } from './arguments.ts';

const LIST_MERGES = ['replace', 'keep', 'append', 'prepend', 'append_rp', 'prepend_rp'] as const;

/** Entries of all the dicts that one merge may make. */
const MOST_ENTRIES = 500_000;

/** What becomes of two lists under one key; `_rp`: what the newer list holds is removed from the older. */
export type ListMerge = (typeof LIST_MERGES)[number];

export interface MergeOptions {
  readonly recursive: boolean;
  readonly listMerge: ListMerge;
}

export function requireListMerge(text: string): ListMerge {
  return requireChoice(text, LIST_MERGES, 'list_merge');
}

/** A new dict: the older one's keys in their order, the newer one's values over them. */
export function mergeDicts(older: ReadonlyDict, newer: ReadonlyDict, options: MergeOptions): Dict {
  return merge(older, newer, { ...options, effort: new Effort(MOST_ENTRIES) });
}

interface Merge extends MergeOptions {
  readonly effort: Effort;
}

function merge(older: ReadonlyDict, newer: ReadonlyDict, options: Merge): Dict {
  const merged = dictCopy(older);
  for (const [key, value] of newer) {
    options.effort.spend();
    const existing = dictGet(merged, key);
    dictSet(merged, key, existing === undefined ? value : mergeValues(existing, value, options));
  }
  return merged;
}

function mergeValues(older: Value, newer: Value, options: Merge): Value {
  if (options.recursive && older instanceof Map && newer instanceof Map) {
    return merge(older, newer, options);
  }
  if (Array.isArray(older) && Array.isArray(newer)) {
    return mergeLists(older, newer, options.listMerge);
  }
  return newer;
}

function mergeLists(older: readonly Value[], newer: readonly Value[], merge: ListMerge): readonly Value[] {
  switch (merge) {
    case 'replace':
      return newer;
    case 'keep':
      return older;
    case 'append':
      return [...older, ...newer];
    case 'prepend':
      return [...newer, ...older];
    case 'append_rp':
      return [...without(older, newer), ...newer];
    case 'prepend_rp':
      return [...newer, ...without(older, newer)];
  }
}

function without(items: readonly Value[], removed: readonly Value[]): readonly Value[] {
  return items.filter((item) => !contains(removed, item));
}
