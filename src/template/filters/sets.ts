import type { Filter, PluginContext } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { dictHas, dictSet } from '../../values/dict.ts';
import { assertDefined, equals } from '../../values/equality.ts';
import { valueError } from '../../values/errors.ts';
import { toList } from '../../values/iterate.ts';
import { binary } from '../../values/operators.ts';
import { Range } from '../../values/range.ts';
import { PySet } from '../../values/set.ts';
import { isTruthy } from '../../values/truth.ts';
import { type CallArguments, type Dict, Float, Tuple, Undefined, type Value } from '../../values/types.ts';

/** Lists as sets. Results keep the order of the first occurrence. Of texts and tuples Python makes true sets. */
export const setFilters: Readonly<Record<string, Filter>> = {
  unique,
  union: setOperation('union', (value, other) => distinct(joined(value, other))),
  intersect: setOperation('intersect', (value, other) => {
    const theirs = new Members(toList(other));
    return distinct(toList(value)).filter((item) => theirs.has(item));
  }),
  difference: setOperation('difference', (value, other) => {
    const theirs = new Members(toList(other));
    return distinct(toList(value)).filter((item) => !theirs.has(item));
  }),
  symmetric_difference: setOperation('symmetric_difference', (value, other) => {
    const mine = new Members(toList(value));
    const theirs = new Members(toList(other));
    return distinct(joined(value, other)).filter((item) => !(mine.has(item) && theirs.has(item)));
  }),
};

function setOperation(name: string, work: (value: Value, other: Value) => readonly Value[]): Filter {
  return (value, args) => {
    const { b: other } = bindArguments(name, args, ['b']);
    const members = work(value, other);
    return isWholeHashable(value) && isWholeHashable(other) ? new PySet(members) : members;
  };
}

function isWholeHashable(value: Value): boolean {
  return typeof value === 'string' || value instanceof Tuple || value instanceof Range;
}

/** The members of both. What is hashable is taken for a set of its members; all else must go together with `+`. */
function joined(value: Value, other: Value): readonly Value[] {
  return isWholeHashable(value) && isWholeHashable(other)
    ? [...toList(value), ...toList(other)]
    : toList(binary('+', value, other));
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
  const keys: readonly Value[] =
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
    if (key instanceof Undefined) throw valueError(`unique: ${key.message}`);
    return seen.add(folds && typeof key === 'string' ? key.toLowerCase() : key);
  });
}
