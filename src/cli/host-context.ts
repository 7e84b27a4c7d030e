import { createHosts } from '../engine/create-hosts.ts';
import type { EngineDependencies, Templar } from '../engine/dependencies.ts';
import type { Hosts } from '../engine/hosts.ts';
import type { RunOptions } from '../engine/options.ts';
import { patternOf, playName } from '../engine/play-identity.ts';
import { type Diagnostic, TsplayError } from '../errors.ts';
import { selectHosts } from '../inventory/patterns.ts';
import type { Play } from '../project/ast.ts';
import { type LoadContext, loadPlaybook } from '../project/load-playbook.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import type { VariableUses } from '../template/variable-uses.ts';
import { didYouMean } from '../util/nearest.ts';
import { str } from '../values/printing.ts';
import { accessDefaults } from '../variables/connection-variables.ts';
import { playMagic } from '../variables/magic.ts';
import type { NamedLayer } from '../variables/precedence.ts';
import { loadVarsFiles } from '../variables/vars-files.ts';
import { loadAdHoc } from './ad-hoc.ts';
import type { Ground } from './ground.ts';

export interface HostContextOptions {
  readonly host: string;
  /** Its first play that has the host gives variables too. Without one: what an ad-hoc call knows. */
  readonly playbook: string | undefined;
  readonly ground: Ground;
  readonly run: RunOptions;
  readonly project: LoadContext;
  /** Learn what is asked for, and where it stands; both absent unless somebody wants to know. */
  readonly uses: VariableUses | undefined;
  readonly places: KeyPlaces | undefined;
}

/** One host's variables as a task of a play sees them, without a run. */
export interface HostContext {
  readonly templar: Templar;
  readonly diagnostics: readonly Diagnostic[];
  /** Where a host's variables are looked for, the strongest first. */
  layersOf(host: string): readonly NamedLayer[];
}

/** Throws `host-not-found`, and for a playbook in error. Connects to nothing. */
export function createHostContext(options: HostContextOptions): HostContext {
  const { ground, uses } = options;
  const dependencies = tracedDependencies(options);
  const hosts = createHosts({
    ...ground,
    inventory: () => ground.inventory,
    dependencies,
    options: options.run,
    access: accessDefaults,
    ...(uses && { aroundHostVariable: (host, name, render) => uses.within({ host, name }, render) }),
  });
  const host = hosts.named(options.host);
  if (host === undefined) throw unknownHost(options);
  const { plays, diagnostics } = loadPlays(options);
  const play = plays.find((candidate) => hostsOfPlay(candidate, { hosts, options }).includes(host.name));
  if (play === undefined) throw noPlay(options);
  enter(play, { hosts, options });
  return {
    templar: dependencies.createTemplar({ scope: host.playScope(), searchPaths: [play.directory] }),
    diagnostics,
    layersOf: (name) =>
      name === host.name ? host.playLayers() : (hosts.named(name)?.inventoryLayers() ?? []),
  };
}

function tracedDependencies({ ground, uses }: HostContextOptions): EngineDependencies {
  const { builtins } = ground;
  if (uses === undefined) return builtins.dependencies;
  return {
    ...builtins.dependencies,
    createTemplar: (options) => builtins.createTracedTemplar(options, uses),
  };
}

interface LoadedPlays {
  readonly plays: readonly Play[];
  readonly diagnostics: readonly Diagnostic[];
}

function loadPlays({ playbook: path, host, project, places }: HostContextOptions): LoadedPlays {
  const context = { ...project, places };
  const { playbook, diagnostics } =
    path === undefined
      ? loadAdHoc({ pattern: host, module: 'ping', args: '', context })
      : loadPlaybook(path, context);
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  if (first !== undefined) throw new TsplayError({ ...first, diagnostics });
  return { plays: playbook?.plays ?? [], diagnostics };
}

interface Playing {
  readonly hosts: Hosts;
  readonly options: HostContextOptions;
}

/** The names of the hosts that a play is for; its pattern may hold templates. */
function hostsOfPlay(play: Play, playing: Playing): readonly string[] {
  const templar = bareTemplar(play, playing);
  const pattern = patternOf(play, (value) => templar.render(value));
  const { inventory } = playing.options.ground;
  return selectHosts({ pattern, limit: undefined, inventory }).map(({ name }) => name);
}

/** Renders what belongs to a play as a whole. */
function bareTemplar(play: Play, { hosts, options }: Playing): Templar {
  const { ground } = options;
  const { builtins } = ground;
  const scope = hosts.of(ground.inventory.implicitLocalhost).bareScope(play);
  return builtins.dependencies.createTemplar({ scope, searchPaths: [play.directory] });
}

/** Makes the play's variables the ones that the hosts see. */
function enter(play: Play, { hosts, options }: Playing): void {
  const { places, ground } = options;
  const names = hostsOfPlay(play, { hosts, options });
  const roles = [...play.roles, ...play.importedRoles];
  const magic = playMagic({
    name: playName(play, names, (value) => str(bareTemplar(play, { hosts, options }).render(value))),
    playbookDirectory: play.directory,
    allHosts: names,
    activeHosts: names,
    batch: names,
    roles,
  });
  hosts.startPlay({
    play,
    roles,
    magic: () => magic,
    varsFiles: (host) => {
      // Not traced: the names of files are no part of what is asked.
      const { createTemplar } = ground.builtins.dependencies;
      const templar = createTemplar({ scope: host.playScope(), searchPaths: [play.directory] });
      return loadVarsFiles(play, { render: (value) => templar.render(value), places, vault: ground.vault });
    },
  });
}

function unknownHost({ host, ground: { inventory } }: HostContextOptions): TsplayError {
  const names = [...inventory.hosts.keys()];
  return new TsplayError({
    code: 'host-not-found',
    message: `the inventory has no host '${host}'`,
    hint: didYouMean(host, names) ?? (names.length === 0 ? 'give an inventory: -i FILE' : undefined),
  });
}

function noPlay({ host, playbook }: HostContextOptions): TsplayError {
  return new TsplayError({
    code: 'host-not-found',
    message: `no play of '${playbook ?? ''}' is for the host '${host}'`,
  });
}
