import { TsplayError } from '../errors.ts';
import type { CallArguments, Value } from './types.ts';

/** Binds a call's arguments to parameter names as Python does. `defaults` lists the optional parameters. */
export function bindArguments<const P extends string>(
  callee: string,
  args: CallArguments,
  parameters: readonly P[],
  defaults?: Readonly<Partial<Record<P, Value>>>,
): Readonly<Record<P, Value>> {
  const { positional, keyword } = args;
  if (positional.length > parameters.length) {
    throw argumentError(
      `${callee}() takes at most ${parameters.length} argument(s), ${positional.length} were given`,
    );
  }
  for (const name of keyword.keys()) {
    if (!(parameters as readonly string[]).includes(name)) {
      throw argumentError(
        `${callee}() has no argument '${name}'; it takes ${parameters.join(', ') || 'none'}`,
      );
    }
  }
  const bound = Object.create(null) as Record<P, Value>;
  parameters.forEach((name, index) => {
    if (index < positional.length && keyword.has(name)) {
      throw argumentError(`${callee}() got two values for the argument '${name}'`);
    }
    const value = index < positional.length ? positional[index] : (keyword.get(name) ?? null);
    const given = index < positional.length || keyword.has(name);
    const fallback: Value | undefined = defaults?.[name];
    if (!given && fallback === undefined) {
      throw argumentError(`${callee}() misses its argument '${name}'`);
    }
    bound[name] = (given ? value : fallback) as Value;
  });
  return bound;
}

/** What Python calls a TypeError about a call's arguments. */
export function argumentError(message: string): TsplayError {
  return new TsplayError({ code: 'template-arguments', message });
}

/** No arguments at all. */
export const noArguments: CallArguments = { positional: [], keyword: new Map() };
