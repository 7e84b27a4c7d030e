import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { dictDelete, dictGet, dictSet } from '../../../values/dict.ts';
import { Effort } from '../../../values/effort.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { str } from '../../../values/printing.ts';
import { compilePythonRegex } from '../../../values/regex.ts';
import { textOf } from '../../../values/text.ts';
import { typeName } from '../../../values/type-name.ts';
import type { CallArguments, Dict, Value } from '../../../values/types.ts';
import { requireChoice } from '../arguments.ts';

/** Members of all the collections that one filter may make. */
const MOST_MEMBERS = 500_000;

/** ansible.utils: keys that stay, go or get another name, at any depth of lists and dicts. */
export const keyFilters: Readonly<Record<string, Filter>> = {
  keep_keys: (value, args) => {
    const wanted = keyMatcher('keep_keys', args);
    if (!isCollection(value)) {
      throw typeError(`keep_keys takes dicts and lists of them, not ${typeName(value)}`);
    }
    return kept(value, wanted, new Effort(MOST_MEMBERS));
  },
  remove_keys: (value, args) => without(value, keyMatcher('remove_keys', args), new Effort(MOST_MEMBERS)),
  replace_keys: (value, args) => renamed(value, renamings(args), new Effort(MOST_MEMBERS)),
};

type Matches = (key: Value) => boolean;

const MATCHING = ['starts_with', 'ends_with', 'regex'] as const;

function isCollection(value: Value): value is Dict | readonly Value[] {
  return value instanceof Map || Array.isArray(value);
}

function matching(pattern: Value, how: Value): Matches {
  if (how === null) return (key) => str(key) === str(pattern);
  const text = str(pattern);
  switch (requireChoice(how, MATCHING, 'matching_parameter')) {
    case 'starts_with':
      return (key) => str(key).startsWith(text);
    case 'ends_with':
      return (key) => str(key).endsWith(text);
    case 'regex':
      return (key) => compilePythonRegex(text).match(str(key)) !== undefined;
  }
}

function keyMatcher(name: string, args: CallArguments): Matches {
  const bound = bindArguments(name, args, ['target', 'matching_parameter'], { matching_parameter: null });
  const targets = Array.isArray(bound.target) ? bound.target : str(bound.target).split(',');
  const matchers = targets.map((target) => matching(target, bound.matching_parameter));
  return (key) => matchers.some((matches) => matches(key));
}

/** Collections in which nothing is kept go as well, but for those that are members of the outermost list. */
function kept(value: Dict | readonly Value[], wanted: Matches, effort: Effort): Value {
  effort.spend();
  if (Array.isArray(value)) {
    return value.map((item: Value) => (isCollection(item) ? kept(item, wanted, effort) : item));
  }
  const result: Dict = new Map();
  for (const [key, item] of value as Dict) {
    if (!isCollection(item)) {
      if (wanted(key)) result.set(key, item);
      continue;
    }
    const inner = Array.isArray(item) ? keptMembers(item, wanted, effort) : kept(item, wanted, effort);
    if (isCollection(inner) && !isEmpty(inner)) result.set(key, inner);
  }
  return result;
}

function keptMembers(items: readonly Value[], wanted: Matches, effort: Effort): readonly Value[] {
  // Texts stay only beside what is neither text nor collection.
  const staying = items.some((item) => !isCollection(item) && textOf(item) === undefined)
    ? items
    : items.filter(isCollection);
  return staying
    .map((item) => (isCollection(item) ? kept(item, wanted, effort) : item))
    .filter((item) => !(isCollection(item) && isEmpty(item)));
}

function isEmpty(value: Dict | readonly Value[]): boolean {
  return value instanceof Map ? value.size === 0 : value.length === 0;
}

function without(value: Value, unwanted: Matches, effort: Effort): Value {
  effort.spend();
  if (Array.isArray(value)) {
    // A collection of which nothing is left is no member any more.
    return value.flatMap((item: Value) => {
      const left = without(item, unwanted, effort);
      const isGone = isCollection(left) && isEmpty(left) && !(Array.isArray(item) && item.length === 0);
      return isGone ? [] : [left];
    });
  }
  if (!(value instanceof Map)) return value;
  const result: Dict = new Map();
  for (const [key, item] of value) {
    if (!unwanted(key)) result.set(key, without(item, unwanted, effort));
  }
  return result;
}

interface Renaming {
  readonly matches: Matches;
  readonly name: Value;
}

function renamings(args: CallArguments): readonly Renaming[] {
  const names = ['target', 'matching_parameter'] as const;
  const { target, matching_parameter: how } = bindArguments('replace_keys', args, names, {
    matching_parameter: null,
  });
  return (Array.isArray(target) ? target : [target]).map((each: Value) => {
    if (!(each instanceof Map)) {
      throw valueError("replace_keys' target is a list of dicts with the keys 'before' and 'after'");
    }
    return {
      matches: matching(dictGet(each, 'before') ?? null, how),
      name: dictGet(each, 'after') ?? null,
    };
  });
}

/** A key that gets another name moves to the end, as it does with Ansible. */
function renamed(value: Value, changes: readonly Renaming[], effort: Effort): Value {
  effort.spend();
  if (Array.isArray(value)) return value.map((item: Value) => renamed(item, changes, effort));
  if (!(value instanceof Map)) return value;
  const result: Dict = new Map();
  for (const [key, item] of value) result.set(key, renamed(item, changes, effort));
  for (const key of value.keys()) {
    for (const { matches, name } of changes) {
      const item = dictGet(result, key);
      if (item === undefined || !matches(key)) continue;
      dictDelete(result, key);
      dictSet(result, name, item);
      break;
    }
  }
  return result;
}
