import { TsplayError } from '../errors.ts';
import type { CallArguments, Value } from '../values/types.ts';

/** What a filter, test or global may ask of the render it runs in. */
export interface PluginContext {
  /** A variable of the template's scope; undefined when there is none. */
  resolve(name: string): Value | undefined;
  /** Applies another filter by name (`map('upper')`). Errors name unknown filters. */
  callFilter(name: string, value: Value, args: CallArguments): Value;
  callTest(name: string, value: Value, args: CallArguments): boolean;
  /** Calls a Callable, with the render's limits. */
  call(callee: Value, args: CallArguments): Value;
  readonly autoescape: boolean;
}

export type Filter = (value: Value, args: CallArguments, context: PluginContext) => Value;
export type Test = (value: Value, args: CallArguments, context: PluginContext) => boolean;

/** Plugins by every name they answer to (`bool`, `ansible.builtin.bool`). */
export interface PluginRegistry {
  readonly filters: ReadonlyMap<string, Filter>;
  readonly tests: ReadonlyMap<string, Test>;
  readonly globals: ReadonlyMap<string, Value>;
}

/** Binds a call's arguments to parameter names as Python does. `defaults` lists the optional parameters. */
export function bindArguments<const P extends string>(
  callee: string,
  args: CallArguments,
  parameters: readonly P[],
  defaults?: Readonly<Partial<Record<P, Value>>>,
): Readonly<Record<P, Value>> {
  const { positional, keyword } = args;
  if (positional.length > parameters.length) {
    throw argumentError(`${callee}() takes at most ${parameters.length} argument(s), ${positional.length} were given`);
  }
  for (const name of keyword.keys()) {
    if (!(parameters as readonly string[]).includes(name)) {
      throw argumentError(`${callee}() has no argument '${name}'; it takes ${parameters.join(', ') || 'none'}`);
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

function argumentError(message: string): TsplayError {
  return new TsplayError({ code: 'template-arguments', message });
}
