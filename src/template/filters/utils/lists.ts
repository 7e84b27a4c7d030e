import type { Filter, PluginContext } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { dictGet } from '../../../values/dict.ts';
import { assertDefined, equals } from '../../../values/equality.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { contains } from '../../../values/iterate.ts';
import { repr, str } from '../../../values/printing.ts';
import { textOf } from '../../../values/text.ts';
import { isTruthy } from '../../../values/truth.ts';
import { typeName } from '../../../values/type-name.ts';
import { type CallArguments, type Dict, Tuple, type Value } from '../../../values/types.ts';

/** ansible.utils: where in a list something is, and what of a list is asked for. */
export const listFilters: Readonly<Record<string, Filter>> = {
  index_of: indexOf,
  param_list_compare: compareParameters,
};

/** A list as Ansible makes one of an argument: text is cut at commas, anything else is the one member. */
function listOf(value: Value): readonly Value[] {
  assertDefined(value);
  if (value instanceof Tuple) return value.items;
  return Array.isArray(value) ? value : (textOf(value)?.split(',') ?? [value]);
}

function indexOf(value: Value, args: CallArguments, context: PluginContext): Value {
  const names = ['test', 'value', 'key', 'fail_on_missing', 'wantlist'] as const;
  const bound = bindArguments('index_of', args, names, {
    value: null,
    key: null,
    fail_on_missing: false,
    wantlist: false,
  });
  const testArguments = { positional: bound.value === null ? [] : [bound.value], keyword: new Map() };
  const found = listOf(value).flatMap((item, index) => {
    const tested = bound.key === null ? item : memberOf(item, bound.key);
    if (tested === undefined && isTruthy(bound.fail_on_missing)) {
      throw valueError(`index_of: the key ${repr(bound.key)} is missing in ${repr(item)}`);
    }
    return tested !== undefined && context.callTest(str(bound.test), tested, testArguments) ? [index] : [];
  });
  return found.length === 1 && !isTruthy(bound.wantlist) ? (found[0] ?? null) : found;
}

function memberOf(item: Value, key: Value): Value | undefined {
  if (!(item instanceof Map)) {
    throw typeError(`index_of looks for a key in dicts, not in ${typeName(item)} (${repr(item)})`);
  }
  return dictGet(item, key);
}

/** `!name` takes a name away, `all` stands for all of the list, `!all` for none of it. */
function compareParameters(value: Value, args: CallArguments): Value {
  const { target } = bindArguments('param_list_compare', args, ['target']);
  const base = listOf(value);
  const targets = listOf(target);
  const unwanted = targets.flatMap((each) => {
    const text = str(each);
    return text.startsWith('!') ? [text.slice(1)] : [];
  });
  const asked = targets.filter((each) => str(each) !== 'all' && !str(each).startsWith('!'));
  const isAll = contains(targets, 'all');
  const actionable = isAll
    ? base.filter((each) => !unwanted.some((name) => equals(name, each)))
    : asked.filter((each) => contains(base, each));
  const result: Dict = new Map();
  result.set('actionable', actionable);
  result.set(
    'unsupported',
    asked.filter((each) => !contains(base, each)),
  );
  return result;
}
