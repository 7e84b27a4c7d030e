import type { Filter, PluginContext } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { dictHas, dictSet } from '../../values/dict.ts';
import { assertDefined, equals } from '../../values/equality.ts';
import { toList } from '../../values/iterate.ts';
import { isTruthy } from '../../values/truth.ts';
import { type CallArguments, type Dict, Float, Tuple, type Value } from '../../values/types.ts';

/** Lists as sets. Results keep the order of the first occurrence. */
export const setFilters: Readonly<Record<string, Filter>> = {
  unique,
  union: (value, args) => distinct([...toList(value), ...otherOf('union', args)]),
  intersect: (value, args) => {
    const other = new Members(otherOf('intersect', args));
    return distinct(toList(value)).filter((item) => other.has(item));
  },
  difference: (value, args) => {
    const other = new Members(otherOf('difference', args));
    return distinct(toList(value)).filter((item) => !other.has(item));
  },
  symmetric_difference: (value, args) => {
    const mine = new Members(toList(value));
    const other = otherOf('symmetric_difference', args);
    const theirs = new Members(other);
    const onlyMine = toList(value).filter((item) => !theirs.has(item));
    return distinct([...onlyMine, ...other.filter((item) => !mine.has(item))]);
  },
};

function otherOf(filter: string, args: CallArguments): readonly Value[] {
  return toList(bindArguments(filter, args, ['b']).b);
}

/** Which values occur; hashable ones are found by their hash, the others by comparing. */
class Members {
  readonly #hashed: Dict = new Map();
  readonly #others: Value[] = [];

  constructor(items: Iterable<Value>) {
    for (const item of items) {
      this.add(item);
    }
  }

  has(item: Value): boolean {
    return isHashable(item) ? dictHas(this.#hashed, item) : this.#others.some((other) => equals(other, item));
  }

  /** Whether the value was new. */
  add(item: Value): boolean {
    assertDefined(item);
    if (this.has(item)) {
      return false;
    }
    if (isHashable(item)) {
      dictSet(this.#hashed, item, true);
    } else {
      this.#others.push(item);
    }
    return true;
  }
}

function isHashable(value: Value): boolean {
  return (
    value === null ||
    typeof value !== 'object' ||
    value instanceof Float ||
    (value instanceof Tuple && value.items.every(isHashable))
  );
}

function distinct(items: readonly Value[]): readonly Value[] {
  const seen = new Members([]);
  return items.filter((item) => seen.add(item));
}

/** Jinja's arguments: texts are compared without regard to case unless `case_sensitive`; `attribute` names what counts. */
function unique(value: Value, args: CallArguments, context: PluginContext): Value {
  const names = ['case_sensitive', 'attribute'] as const;
  const bound = bindArguments('unique', args, names, { case_sensitive: null, attribute: null });
  const items = toList(value);
  const keys =
    bound.attribute === null
      ? items
      : toList(
          context.callFilter('map', items, {
            positional: [],
            keyword: new Map([['attribute', bound.attribute]]),
          }),
        );
  const folds = bound.case_sensitive === null || !isTruthy(bound.case_sensitive);
  const seen = new Members([]);
  return items.filter((_, index) => {
    const key = keys[index] ?? null;
    return seen.add(folds && typeof key === 'string' ? key.toLowerCase() : key);
  });
}
