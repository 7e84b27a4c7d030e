import { memberOf } from '../../../jinja/access.ts';
import type { Filter } from '../../../jinja/plugins.ts';
import { argumentError, bindArguments } from '../../../values/arguments.ts';
import { sorted } from '../../../values/compare.ts';
import { dictFromEntries, dictGet, dictHas, dictSet } from '../../../values/dict.ts';
import { assertDefined } from '../../../values/equality.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { iterate, toList } from '../../../values/iterate.ts';
import { repr, str } from '../../../values/printing.ts';
import { isTruthy } from '../../../values/truth.ts';
import { typeName } from '../../../values/type-name.ts';
import { type CallArguments, type Dict, Undefined, type Value } from '../../../values/types.ts';
import { type MergeOptions, mergeDicts, requireListMerge } from '../merge.ts';
import { setFilters } from '../sets.ts';

/** community.general's filters that make dicts and lists of each other. */
export const collectionFilters: Readonly<Record<string, Filter>> = {
  dict: (value) => dictFromEntries(Array.from(iterate(value), pairOf)),
  dict_kv: (value, args) => dictFromEntries([[bindArguments('dict_kv', args, ['key']).key, value]]),
  counter: (value) => {
    if (value instanceof Map) throw typeError('counter takes a list or a text, not a dict');
    const counts: Dict = new Map();
    for (const item of iterate(value)) dictSet(counts, item, Number(dictGet(counts, item) ?? 0) + 1);
    return counts;
  },
  groupby_as_dict: (value, args) => {
    const { attribute } = bindArguments('groupby_as_dict', args, ['attribute']);
    return groupByAttribute(value, str(attribute));
  },
  lists_mergeby: mergeLists,
  lists_union: setOperation('union'),
  lists_intersect: setOperation('intersect'),
  lists_difference: setOperation('difference'),
  lists_symmetric_difference: setOperation('symmetric_difference'),
};

function pairOf(item: Value): readonly [Value, Value] {
  const [key, value, ...more] = toList(item);
  if (key === undefined || value === undefined || more.length > 0) {
    throw valueError(`dict takes pairs, not ${repr(item)}`);
  }
  return [key, value];
}

function groupByAttribute(value: Value, attribute: string): Dict {
  assertDefined(value);
  if (value instanceof Map) throw typeError('groupby_as_dict takes a list of dicts, not a dict');
  const groups: Dict = new Map();
  for (const item of iterate(value)) {
    const key = item instanceof Map ? memberOf(item, attribute) : undefined;
    if (key === undefined || key instanceof Undefined) {
      throw valueError(`groupby_as_dict: the item ${repr(item)} has no '${attribute}'`);
    }
    if (dictHas(groups, key)) throw valueError(`groupby_as_dict: ${repr(key)} occurs more than once`);
    dictSet(groups, key, item);
  }
  return groups;
}

/** Dicts of several lists with the same value under one key become one; the result is in the order of these. */
function mergeLists(value: Value, args: CallArguments): Value {
  const positional = [...args.positional];
  const index = args.keyword.get('index') ?? positional.pop();
  if (index === undefined) throw argumentError("lists_mergeby() misses its argument 'index'");
  const options: MergeOptions = {
    recursive: isTruthy(args.keyword.get('recursive') ?? false),
    listMerge: requireListMerge(str(args.keyword.get('list_merge') ?? 'replace')),
  };
  const lists = [value, ...positional].flatMap(listsIn);
  if (lists.length === 1) return lists[0] ?? [];
  const merged: Dict = new Map();
  for (const item of lists.flat()) {
    if (!(item instanceof Map)) throw typeError(`lists_mergeby takes lists of dicts, not ${typeName(item)}`);
    const key = dictGet(item, index);
    if (key === undefined) continue;
    const known = dictGet(merged, key);
    dictSet(merged, key, known instanceof Map ? mergeDicts(known, item, options) : item);
  }
  return sorted(merged.values(), (item) => (item instanceof Map ? dictGet(item, index) : undefined) ?? null);
}

/** A list of dicts is one list; a list of lists is several. */
function listsIn(value: Value): readonly (readonly Value[])[] {
  assertDefined(value);
  if (!Array.isArray(value)) throw typeError(`lists_mergeby takes lists, not ${typeName(value)}`);
  return value.length > 0 && value.every((item) => Array.isArray(item))
    ? value.flatMap((item) => listsIn(item))
    : [value];
}

/** The operation over any number of lists; with `flatten` the lists may be given as one list of them. */
function setOperation(name: 'union' | 'intersect' | 'difference' | 'symmetric_difference'): Filter {
  return (value, args, context) => {
    const { positional, keyword } = args;
    const flatten = isTruthy(keyword.get('flatten') ?? false);
    const given = [value, ...positional];
    for (const list of given) {
      assertDefined(list);
      if (!Array.isArray(list)) throw typeError(`lists_${name} takes lists, not ${typeName(list)}`);
    }
    const lists = flatten
      ? given.flatMap((list) => (Array.isArray(list) && list.every(Array.isArray) ? list : [list]))
      : given;
    const operation = setFilters[name];
    const [first = [], ...more] = lists;
    const distinct = setFilters['union']?.(first, { positional: [[]], keyword: new Map() }, context) ?? first;
    return more.reduce<Value>(
      (result, list) => operation?.(result, { positional: [list], keyword: new Map() }, context) ?? result,
      distinct,
    );
  };
}
