import { TsplayError } from '../../errors.ts';
import { UNDEFINED_VARIABLE } from '../../jinja/error-trail.ts';
import { didYouMean } from '../../util/nearest.ts';
import { compilePythonRegex } from '../../values/regex.ts';
import { Undefined, type Value } from '../../values/types.ts';
import { lookupError, requireTerm } from './options.ts';
import type { Lookup } from './types.ts';

/** Variables by their names. */
export const vars: Lookup = (terms, options, context) =>
  terms.map((term) => {
    const name = requireTerm(term, 'vars');
    const value = context.variable(name);
    const found = value instanceof Undefined ? undefined : value;
    return found ?? options.get('default') ?? missing(name, value, context.variableNames());
  });

function missing(name: string, value: Value | undefined, names: Iterable<string>): never {
  throw new TsplayError({
    code: UNDEFINED_VARIABLE,
    message: value instanceof Undefined ? value.message : `there is no variable '${name}'`,
    hint: didYouMean(name, names),
  });
}

/** Names of variables that match regular expressions. */
export const varnames: Lookup = (terms, _options, context) => {
  const names = [...new Set(context.variableNames())];
  return terms.flatMap((term) => {
    const regex = compilePythonRegex(requireTerm(term, 'varnames'));
    return names.filter((name) => regex.search(name) !== undefined);
  });
};

/** Variables of the controller's environment; '' for one that is not set, unless there is a `default`. */
export const env: Lookup = (terms, options) =>
  terms.map((term) => {
    const name = requireTerm(term, 'env');
    const value = process.env[name] ?? options.get('default') ?? '';
    if (value instanceof Undefined) {
      throw new TsplayError({
        code: UNDEFINED_VARIABLE,
        message: `the environment variable '${name}' is not set, and there is no default`,
      });
    }
    return value;
  });

/** Hosts of the inventory by patterns. */
export const inventoryHostnames: Lookup = (terms, _options, { hostNames }) => {
  if (hostNames === undefined) {
    throw lookupError("the lookup 'inventory_hostnames' needs an inventory, and there is none here");
  }
  const patterns = terms.map((term) => requireTerm(term, 'inventory_hostnames'));
  return hostNames(patterns.join(','));
};
