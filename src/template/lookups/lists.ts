import { dictFromEntries } from '../../values/dict.ts';
import { equals } from '../../values/equality.ts';
import { str } from '../../values/printing.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import { Tuple, type Value } from '../../values/types.ts';
import { cartesian } from '../filters/combinatorics.ts';
import { subelements as pairs } from '../filters/subelements.ts';
import { mappingOf } from '../mapping.ts';
import { choice, randomSource } from '../random/sources.ts';
import { lookupError } from './options.ts';
import type { Lookup } from './types.ts';

function membersOf(term: Value): readonly Value[] {
  return Array.isArray(term) ? term : term instanceof Tuple ? term.items : [term];
}

/** The members of a term; of a dict its keys. */
function iteratedOf(term: Value): readonly Value[] {
  return term instanceof Map ? [...term.keys()] : membersOf(term);
}

/** The terms, with lists among them opened: one level deep. */
export const items: Lookup = (terms) => terms.flatMap(membersOf);

export const list: Lookup = (terms) => terms;

export const indexedItems: Lookup = (terms) =>
  terms.flatMap(membersOf).map((item, index) => new Tuple([index, item]));

/** The terms, with lists opened at any depth; of what they hold, texts that say None or null are left out. */
export const flattened: Lookup = (terms) => terms.flatMap(deep);

function deep(item: Value): readonly Value[] {
  if (Array.isArray(item)) return item.flatMap(deep);
  return item === 'None' || item === 'null' ? [] : [item];
}

/** Each entry as a dict of key and value. */
export const dict: Lookup = (terms) =>
  terms.flatMap((term) => {
    const dictionary = mappingOf(term);
    if (dictionary === undefined) {
      throw lookupError(`the lookup 'dict' takes dicts, not a ${typeName(term)}`);
    }
    return Array.from(dictionary, ([key, value]) =>
      dictFromEntries([
        ['key', key],
        ['value', value],
      ]),
    );
  });

/** All combinations of one item of each list. */
export const nested: Lookup = (terms) => {
  if (terms.length === 0) {
    throw lookupError("the lookup 'nested' needs at least one list");
  }
  return Array.from(cartesian(terms.map(iteratedOf)), (row) => row.flatMap(membersOf));
};

/** The first items together, the second ones, ...: None where a list is shorter. */
export const together: Lookup = (terms) => {
  if (terms.length === 0) {
    throw lookupError("the lookup 'together' needs at least one list");
  }
  const columns = terms.map(iteratedOf);
  const longest = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: longest }, (_, row) => columns.map((column) => column[row] ?? null));
};

/** A list of dicts, the way to a list in each, and optionally a dict with skip_missing. */
export const subelements: Lookup = (terms) => {
  const [outer, path, flags] = terms;
  if (outer === undefined || path === undefined || terms.length > 3) {
    throw lookupError(
      "the lookup 'subelements' takes a list, the key of a list in each item, and a dict of flags",
    );
  }
  const skipMissing = flags instanceof Map && isTruthy(flags.get('skip_missing') ?? false);
  const usable = membersOf(outer instanceof Map ? [...outer.values()] : outer).filter(
    (item) => !(item instanceof Map && isTruthy(item.get('skipped') ?? false)),
  );
  // The inner list is taken out of the item that it goes with.
  return pairs(usable, { path, skipMissing }).map(({ items: [item = null, inner = null] }) => {
    const keys = Array.isArray(path) ? path : str(path).split('.');
    return new Tuple([without(item, keys), inner]);
  });
};

function without(item: Value, [key, ...deeper]: readonly Value[]): Value {
  if (!(item instanceof Map) || key === undefined) {
    return item;
  }
  return dictFromEntries(
    Array.from(item).flatMap(([name, value]) => {
      if (!equals(name, key)) {
        return [[name, value] as const];
      }
      return deeper.length === 0 ? [] : [[name, without(value, deeper)] as const];
    }),
  );
}

export const randomChoice: Lookup = (terms) =>
  terms.length === 0 ? [] : [choice(randomSource(undefined), terms)];
