import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Builtins, createBuiltins } from '../builtins.ts';
import type { RunOptions } from '../engine/options.ts';
import type { RunRequest } from '../engine/run-request.ts';
import { type Diagnostic, TsplayError } from '../errors.ts';
import { checkVariableFiles } from '../inventory/check-variable-files.ts';
import { hostsOf } from '../inventory/group-order.ts';
import { readLimit } from '../inventory/limit.ts';
import { loadInventory } from '../inventory/load.ts';
import { matchHosts, selectHosts } from '../inventory/patterns.ts';
import type { Host, Inventory } from '../inventory/types.ts';
import { VariableFolders } from '../inventory/variable-folders.ts';
import { isKnownExtension } from '../jinja/options.ts';
import type { Play, Playbook } from '../project/ast.ts';
import { type LoadContext, loadPlaybook } from '../project/load-playbook.ts';
import { STRATEGIES, type StrategyName, strategyNamed } from '../project/strategies.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import type { Vault } from '../source/span.ts';
import { didYouMean } from '../util/nearest.ts';
import { str } from '../values/printing.ts';
import { TemplateText } from '../values/template-text.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';
import { parseExtraVars } from '../variables/extra-vars.ts';
import { varsOf } from '../variables/role-layers.ts';
import { layeredScope } from '../variables/scope.ts';
import { loadSettings, type Settings } from '../variables/settings.ts';
import { settingsByName } from '../variables/settings-by-name.ts';
import type { VariableScope } from '../variables/types.ts';
import { createVault } from '../vault/vault.ts';
import { readAccessDefaults } from './access.ts';
import { checkProject } from './check-project.ts';
import {
  type InventoryOptions,
  isListing,
  type PlaybookOptions,
  type TaskOptions,
  type VaultPasswordOptions,
} from './options.ts';
import { readVaultPasswords } from './vault-passwords.ts';

/** Hosts at work at the same time: a connection costs little here, so more than Ansible's five. */
const DEFAULT_FORKS = 20;

/** Where Ansible looks for roles when no path is set. */
const defaultRolePaths = [
  join(homedir(), '.ansible/roles'),
  '/usr/share/ansible/roles',
  '/etc/ansible/roles',
];

const defaultCollectionPaths = [join(homedir(), '.ansible/collections'), '/usr/share/ansible/collections'];

const noHosts: Diagnostic = {
  severity: 'warning',
  code: 'no-inventory',
  message: "there is no host in the inventory: only localhost is known, and 'all' does not name it",
  hint: 'name an inventory with -i, or in ansible.cfg',
};

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
  readonly diagnostics: readonly Diagnostic[];
}

type GroundOptions = Pick<InventoryOptions & TaskOptions, 'inventory' | 'limit' | 'extraVars'> &
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
  const loaded = loadInventory(sources, reading);
  diagnostics.push(...loaded.diagnostics);
  const folders = new VariableFolders((diagnostic) => diagnostics.push(diagnostic), reading);
  const limit = options.limit === undefined ? undefined : readLimit(options.limit);
  const extraVars = parseExtraVars(options.extraVars, reading);
  diagnostics.push(...extraVars.diagnostics);
  return {
    settings,
    sources,
    inventory: loaded.inventory,
    folders,
    extraVars: extraVars.values,
    limit,
    vault,
    builtins: createBuiltins({
      vault,
      settings: settingsByName(settings, { forks: DEFAULT_FORKS }),
      jinjaExtensions: settings.jinjaExtensions,
      managed: settings.managed,
    }),
    diagnostics,
  };
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

export interface PreparedRun {
  readonly request: Omit<RunRequest, 'signal' | 'stopSignal'>;
  readonly diagnostics: readonly Diagnostic[];
  readonly settings: Settings;
  hostsOf(play: Play): readonly Host[];
  /** A text of a play with what is known before it starts; as it is written when that is not enough. */
  render(text: TemplateText, play: Play): string;
}

/** Reads the playbooks as well, and refuses before anything connects whatever can be refused by reading. */
export async function prepareRun(paths: readonly string[], options: PlaybookOptions): Promise<PreparedRun> {
  const ground = await prepareGround(options);
  const { builtins } = ground;
  const diagnostics: Diagnostic[] = [...ground.diagnostics];
  if (ground.inventory.hosts.size === 0 && !diagnostics.some(isError)) diagnostics.push(noHosts);
  const playbooks: Playbook[] = [];
  const context = loadContext(ground);
  for (const path of paths) {
    const loaded = loadPlaybook(path, context);
    diagnostics.push(...loaded.diagnostics);
    if (loaded.playbook !== undefined) playbooks.push(loaded.playbook);
  }
  const problems = checkProject(playbooks, builtins);
  diagnostics.push(...(isListing(options) ? problems.map(asWarning) : problems));

  const playbookDirectories = playbooks.map((playbook) => playbook.directory);
  const known = ground.diagnostics.length;
  diagnostics.push(...checkVariableFiles({ ...ground, playbookDirectories }));
  // What reading those files warns about goes to the ground's own.
  diagnostics.push(...ground.diagnostics.slice(known));
  if (!diagnostics.some(isError)) diagnostics.push(...checkHosts(playbooks, ground));
  const request = await createRequest({ playbooks, ground, options });
  const render = (text: TemplateText, play: Play): string => {
    const scope = layeredScope([ground.extraVars, ...varsOf(play.keywords)]);
    return renderStatic(text, scope, ground.builtins) ?? text.text;
  };
  return {
    request,
    diagnostics,
    settings: ground.settings,
    hostsOf: (play) => selectPlayHosts(play, ground, render),
    render,
  };
}

export interface RequestParts {
  readonly playbooks: readonly Playbook[];
  readonly ground: Ground;
  readonly options: InventoryOptions & TaskOptions & Partial<PlaybookOptions>;
}

/** What the engine is asked to do, from what was read and the options. Asks for passwords where that is wanted. */
export async function createRequest(parts: RequestParts): Promise<PreparedRun['request']> {
  const { playbooks, ground, options } = parts;
  return {
    playbooks,
    inventory: ground.inventory,
    reloadInventory: () => reloadInventory(ground),
    folders: ground.folders,
    extraVars: ground.extraVars,
    limit: ground.limit,
    options: runOptions(options, ground.settings),
    access: await readAccessDefaults(options, ground.settings),
    project: loadContext(ground),
    dependencies: ground.builtins.dependencies,
  };
}

function reloadInventory({ sources, vault }: Ground): Inventory {
  const { inventory, diagnostics } = loadInventory(sources, { vault });
  const [first] = diagnostics.filter(isError);
  if (first !== undefined) throw new TsplayError({ ...first, diagnostics });
  return inventory;
}

/** What loading a playbook needs to know of the rest. */
export function loadContext(ground: Ground): LoadContext {
  const { builtins, vault } = ground;
  return {
    moduleNames: new Set(builtins.dependencies.modules.keys()),
    lookupNames: builtins.lookupNames,
    rolePaths: ground.settings.rolesPath ?? defaultRolePaths,
    collectionPaths: ground.settings.collectionsPath ?? defaultCollectionPaths,
    vault,
    renderStatic: (text, variables) => {
      const known = layeredScope([ground.extraVars, variables]);
      return renderStatic(text, known, builtins);
    },
  };
}

/** A listing carries nothing out: what could not be carried out is worth a word, and no reason not to list. */
function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

export function runOptions(options: TaskOptions & Partial<PlaybookOptions>, settings: Settings): RunOptions {
  return {
    check: options.check ?? false,
    diff: options.diff ?? false,
    forks: options.forks ?? settings.forks ?? DEFAULT_FORKS,
    taskTimeout: settings.taskTimeout ?? 0,
    strategy: settings.strategy === undefined ? 'linear' : knownStrategy(settings.strategy),
    tags: { only: options.tags ?? [], skip: options.skipTags ?? [] },
    limit: options.limit,
    verbosity: options.verbose,
    forceHandlers: options.forceHandlers ?? false,
    startAtTask: options.startAtTask,
    configFile: settings.file,
    mergesDicts: settings.mergesDicts,
    factCache: settings.factCache,
    gathering: {
      when: settings.gathering ?? 'implicit',
      subset: settings.gatherSubset,
      timeout: settings.gatherTimeout,
      factPath: settings.factPath,
    },
    step: options.step ?? false,
    taskDebugger: settings.taskDebugger ?? false,
  };
}

function knownStrategy(name: string): StrategyName {
  const known = strategyNamed(name);
  if (known !== undefined) return known;
  throw new TsplayError({
    code: 'invalid-setting',
    message: `the setting 'strategy' is '${name}'; accepted: ${STRATEGIES.join(', ')}`,
    hint: didYouMean(name, STRATEGIES),
  });
}

/** A limit that leaves nobody to play on is a mistake, as it is for Ansible. */
function checkHosts(playbooks: readonly Playbook[], ground: Ground): readonly Diagnostic[] {
  if (ground.limit === undefined) return [];
  const warnings: Diagnostic[] = [];
  const left = matchHosts(ground.limit, ground.inventory, {
    warn: (diagnostic) => warnings.push(diagnostic),
  });
  if (left.length > 0 || playbooks.length === 0) return warnings;
  return [
    ...warnings,
    {
      severity: 'error',
      code: 'no-hosts',
      message: 'the inventory and --limit leave no host to play on',
      hint: `see which hosts there are: --list-hosts without --limit`,
    },
  ];
}

/** The hosts of a play as lists show them: in the order of the inventory, whatever the pattern says. */
function selectPlayHosts(
  play: Play,
  { inventory, limit }: Ground,
  render: PreparedRun['render'],
): readonly Host[] {
  const written = play.keywords.get('hosts')?.value ?? '';
  const patterns = (Array.isArray(written) ? (written as readonly Value[]) : [written]).map((value) =>
    value instanceof TemplateText ? render(value, play) : str(value),
  );
  const selected = new Set(selectHosts({ pattern: patterns, limit, inventory }));
  return hostsOf(inventory.all).filter((host) => selected.has(host));
}

function renderStatic(text: TemplateText, scope: VariableScope, builtins: Builtins): string | undefined {
  try {
    return str(builtins.dependencies.createTemplar({ scope, searchPaths: [resolve('.')] }).render(text));
  } catch (error) {
    if (error instanceof TsplayError && error.fault === 'user') return undefined;
    throw error;
  }
}
