import { iterate } from '../iterate.ts';
import { PySet } from '../set.ts';
import type { CallArguments } from '../types.ts';
import { type MethodTable, methodTable } from './table.ts';

function others(args: CallArguments): PySet[] {
  return args.positional.map((other) => (other instanceof PySet ? other : new PySet(iterate(other))));
}

export const setMethods: MethodTable<PySet> = methodTable<PySet>({
  union: (set, args) => others(args).reduce((result, other) => result.union(other), set),
  intersection: (set, args) => others(args).reduce((result, other) => result.intersection(other), set),
  difference: (set, args) => others(args).reduce((result, other) => result.difference(other), set),
  symmetric_difference: (set, args) =>
    others(args).reduce((result, other) => result.difference(other).union(other.difference(result)), set),
  issubset: (set, args) => others(args).every((other) => set.isSubsetOf(other)),
  issuperset: (set, args) => others(args).every((other) => other.isSubsetOf(set)),
  isdisjoint: (set, args) => others(args).every((other) => set.intersection(other).length() === 0),
  copy: (set) => new PySet(set.iterate()),
});
