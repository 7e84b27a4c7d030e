import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { assertDefined } from '../../values/equality.ts';
import { limitError } from '../../values/errors.ts';
import { iterate, toList } from '../../values/iterate.ts';
import { assertListLength } from '../../values/operators.ts';
import { isTruthy } from '../../values/truth.ts';
import { type CallArguments, Tuple, type Value } from '../../values/types.ts';
import { optionalInteger, requireInteger } from './arguments.ts';
import { cartesian, choose, permute } from './combinatorics.ts';
import { type SubelementOptions, subelements } from './subelements.ts';

/** Members of all the tuples that one filter may give. */
const MOST_MEMBERS = 1_000_000;

/** Lists out of lists. Where Python gives an iterator, the result is a list. */
export const listFilters: Readonly<Record<string, Filter>> = {
  flatten: (value, args) => {
    const names = ['levels', 'skip_nulls'] as const;
    const bound = bindArguments('flatten', args, names, { levels: null, skip_nulls: true });
    const levels = optionalInteger(bound.levels, 'levels') ?? Number.POSITIVE_INFINITY;
    const into: Value[] = [];
    flatten(Array.from(iterate(value)), levels, { skipNulls: isTruthy(bound.skip_nulls), into });
    return into;
  },
  zip: (value, args) => {
    const columns = [value, ...args.positional].map((column) => Array.from(iterate(column)));
    return rows(columns, Math.min(...columns.map((column) => column.length)), null);
  },
  zip_longest: (value, args) => {
    const { fillvalue } = bindArguments('zip_longest', keywordOnly(args), ['fillvalue'], { fillvalue: null });
    const columns = [value, ...args.positional].map((column) => Array.from(iterate(column)));
    return rows(columns, Math.max(...columns.map((column) => column.length)), fillvalue);
  },
  product: (value, args) => {
    const { repeat } = bindArguments('product', keywordOnly(args), ['repeat'], { repeat: 1 });
    const once = [value, ...args.positional].map(toList);
    const pools = Array.from({ length: requireInteger(repeat, 'repeat') }, () => once).flat();
    return tuples(cartesian(pools));
  },
  combinations: (value, args) => {
    const { r } = bindArguments('combinations', args, ['r']);
    return tuples(choose(toList(value), requireInteger(r, 'r')));
  },
  permutations: (value, args) => {
    const { r } = bindArguments('permutations', args, ['r'], { r: null });
    const items = toList(value);
    return tuples(permute(items, optionalInteger(r, 'r') ?? items.length));
  },
  subelements: (value, args) => {
    const names = ['subelements', 'skip_missing'] as const;
    const bound = bindArguments('subelements', args, names, { skip_missing: false });
    const options: SubelementOptions = { path: bound.subelements, skipMissing: isTruthy(bound.skip_missing) };
    return subelements(value, options);
  },
};

function keywordOnly(args: CallArguments): CallArguments {
  return { positional: [], keyword: args.keyword };
}

/** `None`, and the texts that stand for it in old playbooks. */
function isNull(value: Value): boolean {
  return value === null || value === 'None' || value === 'null';
}

interface Flattening {
  readonly skipNulls: boolean;
  readonly into: Value[];
}

/** Into one list: lists of lists that are lists again must not be made on the way. */
function flatten(items: readonly Value[], levels: number, options: Flattening): void {
  const { skipNulls, into } = options;
  for (const item of items) {
    if (skipNulls && isNull(item)) {
      continue;
    }
    const inner = Array.isArray(item) ? item : item instanceof Tuple ? item.items : undefined;
    if (inner === undefined || levels <= 0) {
      into.push(item);
      assertListLength(into.length);
    } else {
      flatten(inner, levels - 1, options);
    }
  }
}

function rows(columns: readonly (readonly Value[])[], count: number, fill: Value): readonly Value[] {
  for (const column of columns) {
    column.forEach(assertDefined);
  }
  return Array.from(
    { length: count },
    (_, row) => new Tuple(columns.map((column) => (row < column.length ? (column[row] ?? null) : fill))),
  );
}

function tuples(generated: Iterable<readonly Value[]>): readonly Value[] {
  const result: Value[] = [];
  let members = 0;
  for (const items of generated) {
    members += items.length;
    if (members > MOST_MEMBERS) {
      throw limitError(`all the combinations together have more than ${MOST_MEMBERS} members`);
    }
    result.push(new Tuple(items));
  }
  return result;
}
