import type { Test } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { toBoolean } from '../../values/boolean-words.ts';
import { assertHashable } from '../../values/dict.ts';
import { assertDefined } from '../../values/equality.ts';
import { valueError } from '../../values/errors.ts';
import { contains, iterate, toList } from '../../values/iterate.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { isTruthy } from '../../values/truth.ts';
import { type CallArguments, Float, type Value } from '../../values/types.ts';
import { VaultText } from '../../values/vault-text.ts';

const subset: Test = (value, args) => {
  const { b } = bindArguments('subset', args, ['b']);
  return isWithin(value, b);
};
const superset: Test = (value, args) => {
  const { b } = bindArguments('superset', args, ['b']);
  return isWithin(b, value);
};
const nan: Test = (value) => {
  assertDefined(value);
  return value instanceof Float && Number.isNaN(value.value);
};

/** With Ansible the question for a plugin that does not exist is an error, and never answered with no. */
function exists(kind: 'filter' | 'test', value: Value, isKnown: (name: string) => boolean): boolean {
  const name = str(value);
  if (!isKnown(name)) throw valueError(`there is no ${kind} '${name}'`);
  return true;
}

/** What values are and hold. */
export const valueTests: Readonly<Record<string, Test>> = {
  filter: (value, _args, context) => exists('filter', value, (name) => context.hasFilter(name)),
  test: (value, _args, context) => exists('test', value, (name) => context.hasTest(name)),
  any: (value) => Array.from(iterate(value)).some(isTruthy),
  all: (value) => Array.from(iterate(value)).every(isTruthy),
  truthy: (value, args) => truth('truthy', value, args),
  falsy: (value, args) => !truth('falsy', value, args),
  contains: (value, args) => contains(value, bindArguments('contains', args, ['item']).item),
  subset,
  issubset: subset,
  superset,
  issuperset: superset,
  nan,
  isnan: nan,
  // Of values tagged !vault; a text that only looks like one is a text, as observed with ansible-core 2.14.
  vault_encrypted: (value) => value instanceof VaultText,
};

function isWithin(part: Value, whole: Value): boolean {
  // Python makes sets of them.
  for (const item of [...toList(part), ...toList(whole)]) assertHashable(item);
  const members = toList(whole);
  return toList(part).every((item) => contains(members, item));
}

/** `convert_bool` reads texts that stand for a bool as one: yes, no, on, off, ... */
function truth(name: string, value: Value, args: CallArguments): boolean {
  const { convert_bool } = bindArguments(name, args, ['convert_bool'], { convert_bool: false });
  const text = isTruthy(convert_bool) ? textOf(value) : undefined;
  return (text === undefined ? undefined : toBoolean(text)) ?? isTruthy(value);
}
