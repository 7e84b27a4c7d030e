import { pathFilters } from '../../filters/utils/paths.ts';
import { lookupError } from '../options.ts';
import type { Lookup } from '../types.ts';

/** ansible.utils has its filters of paths as lookups too: the value is the first term. */
export function pathLookup(name: keyof typeof pathFilters): Lookup {
  return ([value, ...positional], keyword) => {
    if (value === undefined) throw lookupError(`the lookup '${name}' needs the value to look into`);
    return [pathFilters[name](value, { positional, keyword })];
  };
}
