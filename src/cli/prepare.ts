import type { RunRequest } from '../engine/run-request.ts';
import { type Diagnostic, TsplayError } from '../errors.ts';
import { checkVariableFiles } from '../inventory/check-variable-files.ts';
import { hostsOf } from '../inventory/group-order.ts';
import { loadInventory } from '../inventory/load.ts';
import { matchHosts, selectHosts } from '../inventory/patterns.ts';
import type { Host, Inventory } from '../inventory/types.ts';
import type { Play, Playbook } from '../project/ast.ts';
import { loadPlaybook } from '../project/load-playbook.ts';
import { str } from '../values/printing.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import { varsOf } from '../variables/role-layers.ts';
import { layeredScope } from '../variables/scope.ts';
import type { Settings } from '../variables/settings.ts';
import { readAccessDefaults } from './access.ts';
import { checkProject } from './check-project.ts';
import { type Ground, loadContext, prepareGround, renderStatic } from './ground.ts';
import { inventoryTemplating } from './inventory-templating.ts';
import { type InventoryOptions, isListing, type PlaybookOptions, type TaskOptions } from './options.ts';
import { runOptions } from './run-options.ts';

const noHosts: Diagnostic = {
  severity: 'warning',
  code: 'no-inventory',
  message: "there is no host in the inventory: only localhost is known, and 'all' does not name it",
  hint: 'name an inventory with -i, or in ansible.cfg',
};

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
  const problems = await checkProject(playbooks, builtins);
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

function reloadInventory(ground: Ground): Inventory {
  const { sources, vault } = ground;
  const templating = inventoryTemplating(ground);
  const { inventory, diagnostics } = loadInventory(sources, { vault, templating });
  const [first] = diagnostics.filter(isError);
  if (first !== undefined) throw new TsplayError({ ...first, diagnostics });
  return inventory;
}

/** A listing carries nothing out: what could not be carried out is worth a word, and no reason not to list. */
function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
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
