import type { Value } from '../../values/types.ts';
import { lookupError } from './options.ts';

/** Lookups that take a dict as it is. */
const ofDicts = ['dict', 'first_found'];

/** Lookups that take no dict in place of their list. */
const ofListsOnly = ['flattened', 'indexed_items', 'list'];

/** What `with_<lookup>` hands to the lookup: a list of terms, one term, or the keys of a dict, as with Ansible. */
export function loopTerms(lookup: string, value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  const name = lookup.slice(lookup.lastIndexOf('.') + 1);
  if (!(value instanceof Map) || ofDicts.includes(name)) return [value];
  if (ofListsOnly.includes(name)) {
    throw lookupError(
      `'with_${name}' takes a list, not a dict; loop over a dict with 'with_dict' or 'loop: "{{ the_dict | dict2items }}"'`,
    );
  }
  return [...value.keys()];
}
