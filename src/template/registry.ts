import { builtinRegistry } from '../jinja/builtins.ts';
import type { Filter, PluginRegistry, Test } from '../jinja/plugins.ts';
import type { Value } from '../values/types.ts';
import type { ActiveTask } from './active-task.ts';
import { communityFilters, communityTests } from './community-plugins.ts';
import { chanceFilters } from './filters/chance.ts';
import { dateFilters } from './filters/dates.ts';
import { dictFilters } from './filters/dictionaries.ts';
import { encodingFilters } from './filters/encoding.ts';
import { jsonFilters } from './filters/json.ts';
import { listFilters } from './filters/lists.ts';
import { mathFilters } from './filters/mathematics.ts';
import { passwordFilters } from './filters/passwords.ts';
import { pathFilters } from './filters/paths.ts';
import { regexFilters } from './filters/regular-expressions.ts';
import { setFilters } from './filters/sets.ts';
import { sizeFilters } from './filters/sizes.ts';
import { textFilters } from './filters/text.ts';
import { typeFilters } from './filters/types.ts';
import { vaultFilters } from './filters/vault.ts';
import { yamlFilters } from './filters/yaml.ts';
import { createGlobals } from './globals.ts';
import type { Lookup } from './lookups/types.ts';
import { pathTests } from './tests/paths.ts';
import { resultTests } from './tests/results.ts';
import { textTests } from './tests/texts.ts';
import { valueTests } from './tests/values.ts';
import { versionTests } from './tests/versions.ts';

/** Plugins that an embedder adds, by the name they answer to. */
export interface ExtraPlugins {
  readonly filters?: ReadonlyMap<string, Filter>;
  readonly tests?: ReadonlyMap<string, Test>;
  readonly globals?: ReadonlyMap<string, Value>;
  readonly lookups?: ReadonlyMap<string, Lookup>;
}

const ansibleFilters: Readonly<Record<string, Filter>> = {
  ...pathFilters,
  ...encodingFilters,
  ...passwordFilters,
  ...sizeFilters,
  ...mathFilters,
  ...chanceFilters,
  ...regexFilters,
  ...jsonFilters,
  ...yamlFilters,
  ...dictFilters,
  ...listFilters,
  ...setFilters,
  ...textFilters,
  ...dateFilters,
  ...typeFilters,
  ...vaultFilters,
};

const ansibleTests: Readonly<Record<string, Test>> = {
  ...versionTests,
  ...resultTests,
  ...pathTests,
  ...valueTests,
  ...textTests,
};

/** Jinja's own plugins, and over them Ansible's, each under its short and its full name. */
export function createRegistry(
  current: () => ActiveTask | undefined,
  extra: ExtraPlugins = {},
): PluginRegistry {
  return {
    filters: new Map([
      ...builtinRegistry.filters,
      ...qualified(ansibleFilters),
      ...communityFilters,
      ...(extra.filters ?? []),
    ]),
    tests: new Map([
      ...builtinRegistry.tests,
      ...communityTests,
      ...qualified(ansibleTests),
      ...(extra.tests ?? []),
    ]),
    globals: new Map([...builtinRegistry.globals, ...createGlobals(current), ...(extra.globals ?? [])]),
  };
}

/** Each plugin under `name`, `ansible.builtin.name` and the older `ansible.legacy.name`. */
export function qualified<P>(plugins: Readonly<Record<string, P>>): readonly (readonly [string, P])[] {
  return Object.entries(plugins).flatMap(([name, plugin]) =>
    [name, `ansible.builtin.${name}`, `ansible.legacy.${name}`].map((each) => [each, plugin] as const),
  );
}
