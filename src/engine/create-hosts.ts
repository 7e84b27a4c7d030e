import type { Diagnostic } from '../errors.ts';
import type { Inventory } from '../inventory/types.ts';
import type { VariableFolders } from '../inventory/variable-folders.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';
import type { AccessDefaults } from '../variables/connection-variables.ts';
import { JsonFactCache } from '../variables/fact-cache.ts';
import { runMagic } from '../variables/magic.ts';
import type { EngineDependencies } from './dependencies.ts';
import { Hosts } from './hosts.ts';
import type { RunOptions } from './options.ts';

export interface CreateHostsOptions {
  readonly inventory: () => Inventory;
  readonly folders: VariableFolders;
  readonly extraVars: ReadonlyDict;
  readonly options: RunOptions;
  readonly access: AccessDefaults;
  readonly dependencies: EngineDependencies;
  /** What is wrong with cached facts. */
  readonly warn?: ((diagnostic: Diagnostic) => void) | undefined;
  /** Stands around the rendering of each variable that `hostvars` is asked for; it only calls `render` by default. */
  readonly aroundHostVariable?: (host: string, name: string, render: () => Value) => Value;
}

/** The hosts of a run, with the variables that are the same for all of them (`groups`, `hostvars`...). */
export function createHosts(request: CreateHostsOptions): Hosts {
  const { inventory, folders, extraVars, options, access, dependencies } = request;
  const around = request.aroundHostVariable ?? ((_host, _name, render) => render());
  const variable = (host: string, name: string): Value | undefined => {
    const scope = hosts.named(host)?.inventoryScope();
    const value = scope?.get(name);
    if (scope === undefined || value === undefined) return undefined;
    return around(host, name, () => dependencies.createTemplar({ scope, searchPaths: [] }).render(value));
  };
  const magic = (): ReadonlyDict =>
    runMagic({
      inventory: inventory(),
      hostVariable: variable,
      hostVariableNames: (host) => hosts.named(host)?.inventoryScope().names() ?? [],
      omit: dependencies.omit,
      check: options.check,
      diff: options.diff,
      verbosity: options.verbosity,
      forks: options.forks,
      limit: options.limit,
      tags: options.tags.only,
      skipTags: options.tags.skip,
      configFile: options.configFile,
    });
  const hosts: Hosts = new Hosts({
    inventory,
    folders,
    extraVars,
    runMagic: magic,
    dependencies,
    access,
    mergesDicts: options.mergesDicts,
    factCache:
      options.factCache === undefined
        ? undefined
        : new JsonFactCache({ ...options.factCache, warn: request.warn ?? (() => undefined) }),
  });
  return hosts;
}
