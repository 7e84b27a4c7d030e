import type { Host, Inventory } from '../inventory/types.ts';
import type { VariableFolders } from '../inventory/variable-folders.ts';
import type { Parent, Play, RoleInvocation, Task } from '../project/ast.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import { type AccessDefaults, resolveAccess } from '../variables/connection-variables.ts';
import type { FactCache } from '../variables/fact-cache.ts';
import { HostVariables, type ScopeRequest } from '../variables/host-variables.ts';
import { taskMagic } from '../variables/magic.ts';
import type { NamedLayer } from '../variables/precedence.ts';
import { reachVariables } from '../variables/reach-variables.ts';
import { childScope } from '../variables/scope.ts';
import type { VariableScope } from '../variables/types.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { TaskKeywords } from './keywords.ts';
import { searchFolders } from './project-files.ts';
import type { HostAccess, RunHost } from './run-host.ts';

/** What the variables of every host of a play have in common while it is played. */
export interface PlayVariables {
  readonly play: Play;
  /** The roles whose defaults and vars the play sees; grows when roles are included. */
  readonly roles: readonly RoleInvocation[];
  /** Live: made anew when hosts drop out. */
  readonly magic: () => ReadonlyDict;
  /** The play's vars_files for one host, the strongest first. */
  readonly varsFiles: (host: RunHost) => readonly ReadonlyDict[];
}

export interface HostsParts {
  /** Read each time: plays may add to it. */
  readonly inventory: () => Inventory;
  readonly folders: VariableFolders;
  readonly extraVars: ReadonlyDict;
  /** Made when first asked for, and anew when the inventory has changed. */
  readonly runMagic: () => ReadonlyDict;
  readonly dependencies: EngineDependencies;
  readonly access: AccessDefaults;
  readonly mergesDicts?: boolean | undefined;
  readonly factCache?: FactCache | undefined;
}

/** All hosts of a run, made when first asked for. Knows which play is being played. */
export class Hosts {
  readonly parts: HostsParts;
  #playing: PlayVariables | undefined;
  #runMagic: ReadonlyDict | undefined;
  readonly #known = new Map<string, PlayedHost>();
  readonly #answers = new WeakMap<Play, ReadonlyDict>();

  constructor(parts: HostsParts) {
    this.parts = parts;
  }

  /** What `vars_prompt` of a play came to. */
  setAnswers(play: Play, answers: ReadonlyDict): void {
    this.#answers.set(play, answers);
  }

  answersOf(play: Play | undefined): ReadonlyDict | undefined {
    return play === undefined ? undefined : this.#answers.get(play);
  }

  get playing(): PlayVariables | undefined {
    return this.#playing;
  }

  startPlay(play: PlayVariables): void {
    this.#playing = play;
    for (const host of this.#known.values()) host.forgetScopes();
  }

  /** What is the same for all hosts and plays. */
  get runMagic(): ReadonlyDict {
    this.#runMagic ??= this.parts.runMagic();
    return this.#runMagic;
  }

  /** A play has added to the inventory, or it was read again. */
  inventoryChanged(): void {
    this.#runMagic = undefined;
    const inventory = this.parts.inventory();
    for (const played of this.#known.values()) {
      const host = inventory.hosts.get(played.name);
      if (host !== undefined) played.moveTo(host, inventory);
    }
  }

  of(host: Host): PlayedHost {
    let known = this.#known.get(host.name);
    if (known === undefined) {
      known = new PlayedHost(host, this);
      this.#known.set(host.name, known);
    }
    return known;
  }

  /** A host by name: of the inventory, `localhost`, or undefined. */
  named(name: string): PlayedHost | undefined {
    const inventory = this.parts.inventory();
    const host = inventory.hosts.get(name);
    if (host !== undefined) return this.of(host);
    return name === inventory.implicitLocalhost.name ? this.of(inventory.implicitLocalhost) : undefined;
  }

  /** Whose machine a delegated task touches. A name that no inventory knows is taken for an address. */
  delegate(name: string): PlayedHost {
    const known = this.named(name) ?? this.#known.get(name);
    if (known !== undefined) return known;
    const implicit = this.parts.inventory().implicitLocalhost;
    return this.of({ ...implicit, name, vars: new Map<Value, Value>(), groups: [] });
  }
}

/** One host of a run, as tasks see it. */
export class PlayedHost implements RunHost {
  readonly name: string;
  readonly #hosts: Hosts;
  readonly #variables: HostVariables;
  /** Tasks come one after the other: the scope of the last one is asked for several times. */
  #last: { readonly task: Task; readonly scope: VariableScope } | undefined;
  #varsFiles: readonly ReadonlyDict[] | undefined;

  constructor(host: Host, hosts: Hosts) {
    this.name = host.name;
    this.#hosts = hosts;
    this.#variables = new HostVariables({ ...hosts.parts, inventory: hosts.parts.inventory(), host });
  }

  moveTo(host: Host, inventory: Inventory): void {
    this.#variables.moveTo(host, inventory);
    this.#last = undefined;
  }

  forgetScopes(): void {
    this.#last = undefined;
    this.#varsFiles = undefined;
  }

  scope(task: Task, extra?: Dict): VariableScope {
    if (this.#last?.task !== task) {
      this.#last = { task, scope: this.#variables.scopeFor(this.#requestOf(task)) };
    }
    const { scope } = this.#last;
    return extra === undefined ? scope : childScope([extra], scope);
  }

  playScope(): VariableScope {
    return this.#variables.scopeFor(this.#requestOf(undefined));
  }

  /** The layers of `playScope`, the strongest first: for telling where a variable comes from. */
  playLayers(): readonly NamedLayer[] {
    return this.#variables.layersFor(this.#requestOf(undefined));
  }

  /** What `hostvars` shows of this host: all that is its own, and nothing of the play that is being played. */
  inventoryScope(): VariableScope {
    return this.#variables.scopeFor(this.#inventoryRequest());
  }

  /** The layers of `inventoryScope`, the strongest first. */
  inventoryLayers(): readonly NamedLayer[] {
    return this.#variables.layersFor(this.#inventoryRequest());
  }

  /** For what belongs to a play as a whole, before it is played: its own variables and the extra ones. */
  bareScope(play: Play): VariableScope {
    const { parts } = this.#hosts;
    return this.#variables.scopeFor({
      play,
      promptVars: this.#hosts.answersOf(play),
      extraVars: parts.extraVars,
      magic: [this.#hosts.runMagic],
    });
  }

  fact(name: string): Value | undefined {
    return this.#variables.facts.get(name);
  }

  setFacts(facts: Dict): void {
    this.#variables.addFacts(facts);
  }

  setVariables(variables: Dict): void {
    for (const [name, value] of variables) {
      if (typeof name === 'string') this.#variables.setFact(name, value);
    }
  }

  includeVariables(variables: Dict): void {
    this.#variables.includeVars(variables);
  }

  clearFacts(): void {
    this.#variables.clearFacts();
  }

  access(scope: VariableScope, keywords: TaskKeywords): HostAccess {
    const { dependencies, access } = this.#hosts.parts;
    const templar = dependencies.createTemplar({ scope, searchPaths: [] });
    const variable = (name: string): Value | undefined => {
      const value = scope.get(name);
      return value === undefined ? undefined : templar.render(value);
    };
    return resolveAccess({
      name: this.name,
      variable,
      keyword: (name) => keywords.value(name),
      defaults: access,
    });
  }

  #inventoryRequest(): ScopeRequest {
    const { playing, parts } = this.#hosts;
    return {
      playbookDirectory: playing?.play.directory,
      extraVars: parts.extraVars,
      magic: [this.#hosts.runMagic],
    };
  }

  #requestOf(task: Task | undefined): ScopeRequest {
    const { playing, parts } = this.#hosts;
    const magic: ReadonlyDict[] = [this.#hosts.runMagic];
    if (playing !== undefined) magic.unshift(playing.magic());
    if (task !== undefined && playing !== undefined) {
      magic.unshift(taskMagic({ task, searchPaths: searchFolders(task, playing.play.directory) }));
    }
    return {
      play: playing?.play,
      task,
      promptVars: this.#hosts.answersOf(playing?.play),
      rolesOfPlay: playing?.roles,
      varsFiles: this.#filesOf(playing),
      includeParams: task === undefined ? [] : includeParams(task),
      reach: task === undefined ? undefined : reachVariables(task, parts.access),
      extraVars: parts.extraVars,
      magic,
    };
  }

  #filesOf(playing: PlayVariables | undefined): readonly ReadonlyDict[] {
    if (playing === undefined) return [];
    if (this.#varsFiles === undefined) {
      // Empty while they are being read: their own names may use variables.
      this.#varsFiles = [];
      this.#varsFiles = playing.varsFiles(this);
    }
    return this.#varsFiles;
  }
}

/** The variables that the include statements around a task bring, innermost first. */
function includeParams(task: Task): readonly ReadonlyDict[] {
  const params: ReadonlyDict[] = [];
  for (let parent: Parent = task.parent; parent.kind !== 'play'; parent = parent.parent) {
    if (parent.kind === 'block' && parent.includeVars !== undefined) params.push(parent.includeVars);
  }
  return params;
}
