import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Builtins, createBuiltins } from '../builtins.ts';
import { type Diagnostic, TsplayError } from '../errors.ts';
import { readLimit } from '../inventory/limit.ts';
import { loadInventory } from '../inventory/load.ts';
import type { Inventory } from '../inventory/types.ts';
import { VariableFolders } from '../inventory/variable-folders.ts';
import { isKnownExtension } from '../jinja/options.ts';
import type { LoadContext } from '../project/load-playbook.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import type { Vault } from '../source/span.ts';
import { str } from '../values/printing.ts';
import type { TemplateText } from '../values/template-text.ts';
import type { ReadonlyDict } from '../values/types.ts';
import { parseExtraVars } from '../variables/extra-vars.ts';
import { layeredScope } from '../variables/scope.ts';
import { loadSettings, type Settings } from '../variables/settings.ts';
import { settingsByName } from '../variables/settings-by-name.ts';
import type { VariableScope } from '../variables/types.ts';
import { createVault } from '../vault/vault.ts';
import { inventoryTemplating } from './inventory-templating.ts';
import type { InventoryOptions, TaskOptions, VaultPasswordOptions } from './options.ts';
import { DEFAULT_FORKS } from './run-options.ts';
import { readVaultPasswords } from './vault-passwords.ts';

/** Where Ansible looks for roles when no path is set. */
const defaultRolePaths = [
  join(homedir(), '.ansible/roles'),
  '/usr/share/ansible/roles',
  '/etc/ansible/roles',
];

/** Where Ansible looks for modules when no path is set. */
const defaultModulePaths = [
  join(homedir(), '.ansible/plugins/modules'),
  '/usr/share/ansible/plugins/modules',
];

const defaultCollectionPaths = [join(homedir(), '.ansible/collections'), '/usr/share/ansible/collections'];

/** What every verb needs before it can do anything. */
export interface Ground {
  readonly settings: Settings;
  /** Where the inventory was read from. */
  readonly sources: readonly string[];
  readonly inventory: Inventory;
  readonly folders: VariableFolders;
  readonly extraVars: ReadonlyDict;
  readonly limit: string | readonly string[] | undefined;
  readonly vault: Vault;
  readonly builtins: Builtins;
  /** Folders of modules that belong to no playbook or role. */
  readonly modulePaths: readonly string[];
  /** The folders of all roles that were loaded, before the run and in it. */
  readonly loadedRoles: Set<string>;
  readonly diagnostics: readonly Diagnostic[];
}

type GroundOptions = Pick<
  InventoryOptions & TaskOptions,
  'inventory' | 'limit' | 'extraVars' | 'modulePath'
> &
  VaultPasswordOptions;

/**
 * Reads settings, inventory and extra variables; asks for vault passwords where that is wanted. Collects what is wrong;
 * throws only what stops everything. `places` learns where the variables stand.
 */
export async function prepareGround(options: GroundOptions, places?: KeyPlaces): Promise<Ground> {
  const { settings, diagnostics: ofSettings } = loadSettings({
    directory: process.cwd(),
    environment: process.env,
  });
  const diagnostics: Diagnostic[] = [...ofSettings, ...unknownExtensions(settings)];
  const sources = options.inventory.length > 0 ? options.inventory : (settings.inventory ?? []);
  const passwords = await readVaultPasswords(options, settings.vault);
  diagnostics.push(...passwords.diagnostics);
  const vault = createVault({ secrets: passwords.secrets, matchLabels: settings.vault.idMatch ?? false });
  const reading = { places, vault };
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const folders = new VariableFolders(report, reading);
  const extraVars = parseExtraVars(options.extraVars, reading);
  const builtins = createBuiltins({
    vault,
    settings: settingsByName(settings, { forks: DEFAULT_FORKS }),
    jinjaExtensions: settings.jinjaExtensions,
    managed: settings.managed,
  });
  const base = { settings, sources, folders, vault, builtins, extraVars: extraVars.values };
  const loaded = loadInventory(sources, {
    ...reading,
    templating: inventoryTemplating({ ...base, warn: report }),
  });
  diagnostics.push(...loaded.diagnostics, ...extraVars.diagnostics);
  return {
    ...base,
    inventory: loaded.inventory,
    limit: options.limit === undefined ? undefined : readLimit(options.limit),
    modulePaths: modulePaths(options.modulePath ?? [], settings),
    loadedRoles: new Set(),
    diagnostics,
  };
}

/** Those of the command line come before the others. */
function modulePaths(given: readonly string[], settings: Settings): readonly string[] {
  const folders = given.flatMap((text) => text.split(':')).filter((folder) => folder !== '');
  return [...folders.map((folder) => resolve(folder)), ...(settings.modulePaths ?? defaultModulePaths)];
}

function unknownExtensions({ jinjaExtensions }: Settings): readonly Diagnostic[] {
  return jinjaExtensions
    .filter((name) => !isKnownExtension(name))
    .map((name) => ({
      severity: 'warning',
      code: 'setting-unsupported',
      message: `jinja2_extensions names '${name}', which is not supported: its tags do not exist`,
    }));
}

/** What loading a playbook needs to know of the rest. */
export function loadContext(ground: Ground): LoadContext {
  const { builtins, vault } = ground;
  return {
    moduleNames: new Set(builtins.dependencies.modules.keys()),
    lookupNames: builtins.lookupNames,
    rolePaths: ground.settings.rolesPath ?? defaultRolePaths,
    collectionPaths: ground.settings.collectionsPath ?? defaultCollectionPaths,
    modulePaths: ground.modulePaths,
    loadedRoles: ground.loadedRoles,
    vault,
    renderStatic: (text, variables) => {
      const known = layeredScope([ground.extraVars, variables]);
      return renderStatic(text, known, builtins);
    },
  };
}

/** A text with what is known before anything is played; undefined when that is not enough. */
export function renderStatic(
  text: TemplateText,
  scope: VariableScope,
  builtins: Builtins,
): string | undefined {
  try {
    return str(builtins.dependencies.createTemplar({ scope, searchPaths: [resolve('.')] }).render(text));
  } catch (error) {
    if (error instanceof TsplayError && error.fault === 'user') return undefined;
    throw error;
  }
}
