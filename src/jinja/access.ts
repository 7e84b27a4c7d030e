/** Members as a template asks for them, and what stands for one that does not exist. */

import { noArguments } from '../values/arguments.ts';
import { undefinedError } from '../values/errors.ts';
import { tryIterate } from '../values/iterate.ts';
import { getAttribute, getItem } from '../values/members.ts';
import { dictMethods } from '../values/methods/dict.ts';
import { repr } from '../values/printing.ts';
import { textOf } from '../values/text.ts';
import { typeName } from '../values/type-name.ts';
import { Callable, ObjectValue, Undefined, type Value } from '../values/types.ts';
import { LenientUndefined } from '../values/undefined.ts';

/** A member that does not exist; its neighbours are for the hint. */
class MissingMember extends Undefined {
  readonly #owner: Value;
  constructor(message: () => string, name: string | undefined, owner: Value) {
    super(message, name);
    this.#owner = owner;
  }
  override get isMember(): boolean {
    return true;
  }
  override *nearNames(): Iterable<string> {
    for (const key of keysOf(this.#owner)) if (typeof key === 'string') yield key;
  }
}

/** The keys of a dict, or of what has keys as a dict has them (`hostvars`). */
function keysOf(owner: Value): Iterable<Value> {
  if (owner instanceof Map) return owner.keys();
  const keys = owner instanceof ObjectValue ? owner.getAttribute('keys') : undefined;
  return keys instanceof Callable ? (tryIterate(keys.call(noArguments)) ?? []) : [];
}

function missing(owner: Value, key: Value): Undefined {
  const type = (): string => (owner === null ? 'None' : `${typeName(owner)} object`);
  const name = textOf(key);
  return name === undefined
    ? new MissingMember(() => `${type()} has no element ${repr(key)}`, undefined, owner)
    : new MissingMember(() => `'${type()}' has no attribute ${repr(name)}`, name, owner);
}

function orMissing(member: Value | undefined, owner: Value, key: Value): Value {
  return member === undefined ? missing(owner, key) : member;
}

/** A member of what is itself missing is missing too: the error names the first one. */
function memberOfUndefined(owner: Undefined): Undefined {
  if (owner instanceof LenientUndefined) throw undefinedError(owner);
  return owner;
}

/** Whether a dict has no method of that name, so that its item can be looked up at once. */
export function isItemName(name: string): boolean {
  return !dictMethods.has(name);
}

/** `owner.name`: an attribute first, then an item. */
export function memberOf(owner: Value, name: string): Value {
  if (owner instanceof Map && isItemName(name)) return orMissing(owner.get(name), owner, name);
  if (owner instanceof Undefined) return memberOfUndefined(owner);
  const attribute = getAttribute(owner, name);
  return attribute === undefined ? orMissing(getItem(owner, name), owner, name) : attribute;
}

/** `owner[key]`: an item first, then an attribute of that name. */
export function itemOf(owner: Value, key: Value): Value {
  if (owner instanceof Undefined) return memberOfUndefined(owner);
  if (key instanceof Undefined) throw undefinedError(key);
  const item = getItem(owner, key);
  if (item !== undefined) return item;
  const name = textOf(key);
  return orMissing(name === undefined ? undefined : getAttribute(owner, name), owner, key);
}

/** Reads what an attribute path, as filters take it, leads to: `'a.b.0'`, or an int. */
export function pathReader(path: Value): (owner: Value) => Value {
  const text = textOf(path);
  if (text === undefined) return (owner) => itemOf(owner, path);
  const keys = text.split('.').map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part));
  return (owner) => keys.reduce<Value>(itemOf, owner);
}
