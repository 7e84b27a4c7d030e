import type { CallArguments, Value } from '../values/types.ts';

/** What a filter, test or global may ask of the render it runs in. */
export interface PluginContext {
  /** A variable of the template's scope; undefined when there is none. */
  resolve(name: string): Value | undefined;
  /** Applies another filter by name (`map('upper')`). Errors name unknown filters. */
  callFilter(name: string, value: Value, args: CallArguments): Value;
  callTest(name: string, value: Value, args: CallArguments): boolean;
  hasFilter(name: string): boolean;
  hasTest(name: string): boolean;
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
