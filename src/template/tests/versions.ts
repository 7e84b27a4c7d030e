import type { Test } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { isTruthy } from '../../values/truth.ts';
import { orderLoose } from '../versions/loose.ts';
import type { VersionOrder } from '../versions/order.ts';
import { orderPep440 } from '../versions/pep440.ts';
import { orderSemantic } from '../versions/semantic.ts';
import { orderStrict } from '../versions/strict.ts';

const version: Test = (value, args) => {
  const names = ['version', 'operator', 'strict', 'version_type'] as const;
  const defaults = { operator: 'eq', strict: null, version_type: null };
  const bound = bindArguments('version', args, names, defaults);
  if (bound.strict !== null && bound.version_type !== null) {
    throw valueError("the test version takes 'strict' or 'version_type', not both");
  }
  const strict = bound.strict !== null && isTruthy(bound.strict);
  const type = strict ? 'strict' : str(bound.version_type ?? 'loose');
  const order = ORDERS[type];
  if (order === undefined) {
    throw valueError(
      `the test version has no version_type '${type}'; it has ${Object.keys(ORDERS).join(', ')}`,
    );
  }
  const left = value === null ? '' : str(value);
  const right = bound.version === null ? '' : str(bound.version);
  if (left === '' || right === '') {
    throw valueError('a version to compare is empty');
  }
  const operator = str(bound.operator);
  const holds = OPERATORS[operator];
  if (holds === undefined) {
    throw valueError(
      `the test version has no operator '${operator}'; it has ${Object.keys(OPERATORS).join(', ')}`,
    );
  }
  return holds(order(left, right));
};

/** `version`: compares version texts by one of several schemes. */
export const versionTests: Readonly<Record<string, Test>> = { version, version_compare: version };

const ORDERS: Readonly<Record<string, VersionOrder>> = Object.assign(Object.create(null), {
  loose: orderLoose,
  strict: orderStrict,
  semver: orderSemantic,
  semantic: orderSemantic,
  pep440: orderPep440,
} satisfies Record<string, VersionOrder>);

type Judge = (order: number) => boolean;
const equal: Judge = (order) => order === 0;
const unequal: Judge = (order) => order !== 0;
const less: Judge = (order) => order < 0;
const lessOrEqual: Judge = (order) => order <= 0;
const greater: Judge = (order) => order > 0;
const greaterOrEqual: Judge = (order) => order >= 0;

const OPERATORS: Readonly<Record<string, Judge>> = Object.assign(Object.create(null), {
  '==': equal,
  '=': equal,
  eq: equal,
  '<': less,
  lt: less,
  '<=': lessOrEqual,
  le: lessOrEqual,
  '>': greater,
  gt: greater,
  '>=': greaterOrEqual,
  ge: greaterOrEqual,
  '!=': unequal,
  '<>': unequal,
  ne: unequal,
} satisfies Record<string, Judge>);
