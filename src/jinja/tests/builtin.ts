/** Jinja's own tests. */

import { bindArguments } from '../../values/arguments.ts';
import { isOrdered, type OrderOperator } from '../../values/compare.ts';
import { DictView } from '../../values/dict-view.ts';
import { equals } from '../../values/equality.ts';
import { contains, tryIterate, tryLength } from '../../values/iterate.ts';
import { Markup } from '../../values/markup.ts';
import { binary } from '../../values/operators.ts';
import { str } from '../../values/printing.ts';
import { PySet } from '../../values/set.ts';
import { isText } from '../../values/text.ts';
import { Callable, Float, Undefined, type Value } from '../../values/types.ts';
import { VaultText } from '../../values/vault-text.ts';
import type { Test } from '../plugins.ts';

function plain(test: (value: Value) => boolean): Test {
  return (value) => test(value);
}

function against(name: string, test: (value: Value, other: Value) => boolean): Test {
  return (value, args) => test(value, bindArguments(name, args, ['other']).other);
}

function ordered(operator: OrderOperator): Test {
  return against(operator, (value, other) => isOrdered(value, operator, other));
}

function isInt(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isSequence(value: Value): boolean {
  if (value instanceof Undefined || value instanceof PySet || value instanceof DictView) return false;
  return tryLength(value) !== undefined && tryIterate(value) !== undefined;
}

function isSame(a: Value, b: Value): boolean {
  if (a instanceof Float && b instanceof Float) return a.value === b.value;
  return a === b;
}

const equal = against('eq', equals);
const unequal = against('ne', (value, other) => !equals(value, other));
const above = ordered('>');
const atLeast = ordered('>=');
const below = ordered('<');
const atMost = ordered('<=');

const tests: Readonly<Record<string, Test>> = {
  odd: plain((value) => equals(binary('%', value, 2), 1)),
  even: plain((value) => equals(binary('%', value, 2), 0)),
  divisibleby: (value, args) =>
    equals(binary('%', value, bindArguments('divisibleby', args, ['num']).num), 0),
  defined: plain((value) => !(value instanceof Undefined)),
  undefined: plain((value) => value instanceof Undefined),
  none: plain((value) => value === null),
  boolean: plain((value) => typeof value === 'boolean'),
  true: plain((value) => value === true),
  false: plain((value) => value === false),
  integer: plain(isInt),
  float: plain((value) => value instanceof Float),
  number: plain((value) => isInt(value) || value instanceof Float || typeof value === 'boolean'),
  // What is encrypted behaves as a str and, with Ansible, is none.
  string: plain((value) => isText(value) && !(value instanceof VaultText)),
  mapping: plain((value) => value instanceof Map),
  iterable: plain((value) => tryIterate(value) !== undefined),
  sequence: plain(isSequence),
  callable: plain((value) => value instanceof Callable || value instanceof Undefined),
  lower: plain((value) => hasCase(str(value)) && str(value) === str(value).toLowerCase()),
  upper: plain((value) => hasCase(str(value)) && str(value) === str(value).toUpperCase()),
  escaped: plain((value) => value instanceof Markup || value instanceof Undefined),
  sameas: against('sameas', isSame),
  in: against('in', (value, seq) => contains(seq, value)),
  filter: (value, _args, context) => context.hasFilter(str(value)),
  test: (value, _args, context) => context.hasTest(str(value)),
  '==': equal,
  eq: equal,
  equalto: equal,
  '!=': unequal,
  ne: unequal,
  '>': above,
  gt: above,
  greaterthan: above,
  '>=': atLeast,
  ge: atLeast,
  '<': below,
  lt: below,
  lessthan: below,
  '<=': atMost,
  le: atMost,
};

function hasCase(text: string): boolean {
  return /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text);
}

export const builtinTests: ReadonlyMap<string, Test> = new Map(Object.entries(tests));
