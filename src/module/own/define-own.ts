import type { ArgumentSpec } from '../argument-spec.ts';
import type { AnyModule, Module } from '../define.ts';

/**
 * A module of a project's own: arguments and what it does; everything else of a declaration may be left out. Name and
 * collection are those of the file. Without `check` it is skipped in check mode.
 */
export type OwnModule<S extends ArgumentSpec = ArgumentSpec> = Pick<Module<S>, 'args' | 'run'> &
  Partial<Module<S>>;

/** Keeps the types of the arguments: the default export of a module's `.mjs` file. */
export function defineModule<const S extends ArgumentSpec>(module: OwnModule<S>): OwnModule<S> {
  return module;
}

/** What a project's own module comes to when its file is read. */
export function completeModule(
  module: OwnModule,
  { name, collection, path }: { readonly name: string; readonly collection: string; readonly path: string },
): AnyModule {
  return {
    summary: `The module ${path}`,
    returns: {},
    examples: '',
    // What a module does not promise is not asked of it.
    check: 'none',
    diff: false,
    ...module,
    name,
    collection,
  };
}
