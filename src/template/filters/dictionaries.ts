import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { dictFromEntries, dictGet, dictHas, dictSet } from '../../values/dict.ts';
import { assertDefined } from '../../values/equality.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { repr, str } from '../../values/printing.ts';
import { isTruthy } from '../../values/truth.ts';
import { typeName } from '../../values/type-name.ts';
import type { CallArguments, Dict, Value } from '../../values/types.ts';
import { mappingOf } from '../mapping.ts';
import { type MergeOptions, mergeDicts, requireListMerge } from './merge.ts';

/** Dicts into lists, lists into dicts, dicts into one. */
export const dictFilters: Readonly<Record<string, Filter>> = {
  combine,
  dict2items: (value, args) => {
    const names = ['key_name', 'value_name'] as const;
    const bound = bindArguments('dict2items', args, names, { key_name: 'key', value_name: 'value' });
    const dict = mappingOf(value);
    if (dict === undefined) {
      assertDefined(value);
      throw typeError(`dict2items takes a dict, not ${typeName(value)}`);
    }
    return Array.from(dict, ([key, item]) =>
      dictFromEntries([
        [bound.key_name, key],
        [bound.value_name, item],
      ]),
    );
  },
  items2dict: (value, args) => {
    const names = ['key_name', 'value_name'] as const;
    const bound = bindArguments('items2dict', args, names, { key_name: 'key', value_name: 'value' });
    if (!Array.isArray(value)) {
      assertDefined(value);
      throw typeError(`items2dict takes a list, not ${typeName(value)}`);
    }
    return dictFromEntries(value.map((item) => entryOf(item, bound.key_name, bound.value_name)));
  },
  rekey_on_member: (value, args) => {
    const bound = bindArguments('rekey_on_member', args, ['key', 'duplicates'], { duplicates: 'error' });
    const duplicates = str(bound.duplicates);
    if (duplicates !== 'error' && duplicates !== 'overwrite') {
      throw valueError(`rekey_on_member's duplicates is error or overwrite, not '${duplicates}'`);
    }
    return rekey(value, bound.key, duplicates === 'overwrite');
  },
};

function combine(value: Value, args: CallArguments): Value {
  for (const name of args.keyword.keys()) {
    if (name !== 'recursive' && name !== 'list_merge') {
      throw typeError(`combine has no option '${name}'; it has recursive and list_merge`);
    }
  }
  const options: MergeOptions = {
    recursive: isTruthy(args.keyword.get('recursive') ?? false),
    listMerge: requireListMerge(str(args.keyword.get('list_merge') ?? 'replace')),
  };
  // With nothing to combine with, anything is what it is.
  if (args.positional.length === 0 && !Array.isArray(value) && value !== null) return value;
  const dicts = [value, ...args.positional].flatMap(flattened);
  const [first, ...more] = dicts;
  return more.reduce<Dict>((merged, next) => mergeDicts(merged, next, options), first ?? new Map());
}

function flattened(value: Value): readonly Dict[] {
  if (Array.isArray(value)) {
    return value.flatMap(flattened);
  }
  if (value === null) {
    return [];
  }
  const dict = mappingOf(value);
  if (dict === undefined) {
    assertDefined(value);
    throw typeError(`combine takes dicts, not ${typeName(value)} (${repr(value)})`);
  }
  return [dict];
}

function entryOf(item: Value, keyName: Value, valueName: Value): readonly [Value, Value] {
  const key = item instanceof Map ? dictGet(item, keyName) : undefined;
  const value = item instanceof Map ? dictGet(item, valueName) : undefined;
  if (key === undefined || value === undefined) {
    assertDefined(item);
    throw typeError(
      `items2dict takes dicts with the keys ${repr(keyName)} and ${repr(valueName)}, not ${repr(item)}`,
    );
  }
  return [key, value];
}

function rekey(value: Value, key: Value, overwrite: boolean): Dict {
  const items = value instanceof Map ? [...value.values()] : value;
  if (!Array.isArray(items)) {
    assertDefined(value);
    throw typeError(`rekey_on_member takes a list or a dict of dicts, not ${typeName(value)}`);
  }
  const result: Dict = new Map();
  for (const item of items) {
    const member = memberOf(item, key);
    if (!overwrite && dictHas(result, member)) {
      throw valueError(`rekey_on_member: the key ${repr(member)} occurs more than once`);
    }
    dictSet(result, member, item);
  }
  return result;
}

function memberOf(item: Value, key: Value): Value {
  if (!(item instanceof Map)) {
    throw typeError(`rekey_on_member takes dicts, not ${typeName(item)} (${repr(item)})`);
  }
  const member = dictGet(item, key);
  if (member === undefined) {
    throw valueError(`rekey_on_member: the key ${repr(key)} was not found in ${repr(item)}`);
  }
  return member;
}
