import type { Host, Inventory } from '../inventory/types.ts';
import type { VariableFolders } from '../inventory/variable-folders.ts';
import type { Play, RoleInvocation, Task } from '../project/ast.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import type { FactCache } from './fact-cache.ts';
import { addFacts, createFacts } from './facts.ts';
import { inventoryLayers } from './inventory-layers.ts';
import { hostMagic } from './magic.ts';
import {
  type LayerName,
  type NamedLayer,
  orderLayers,
  orderNamedLayers,
  type VariableLayers,
} from './precedence.ts';
import { blockVars, roleDefaults, roleParams, roleVars, varsOf } from './role-layers.ts';
import { layeredScope, mergingScope } from './scope.ts';
import type { VariableScope } from './types.ts';

export interface HostVariablesOptions {
  readonly host: Host;
  readonly inventory: Inventory;
  /** Shared by all hosts of the run. */
  readonly folders: VariableFolders;
  /** `hash_behaviour = merge`. */
  readonly mergesDicts?: boolean | undefined;
  /** Where facts are kept from run to run. */
  readonly factCache?: FactCache | undefined;
}

/** What a scope is wanted for. Lists of dicts hold the strongest first. */
export interface ScopeRequest {
  /** Absent for what only the inventory and the host know (`hostvars`, ad-hoc). */
  readonly play?: Play | undefined;
  readonly task?: Task | undefined;
  /** Where group_vars/ and host_vars/ of the playbook are; the play's directory when absent. */
  readonly playbookDirectory?: string | undefined;
  /** Every role whose defaults and vars the play sees: its roles, imported ones, included ones made public. */
  readonly rolesOfPlay?: readonly RoleInvocation[] | undefined;
  readonly promptVars?: ReadonlyDict | undefined;
  /** From `loadVarsFiles`, for this host. */
  readonly varsFiles?: readonly ReadonlyDict[] | undefined;
  /** The `vars:` of the include_tasks and include_role statements around the task, innermost first. */
  readonly includeParams?: readonly ReadonlyDict[] | undefined;
  readonly extraVars?: ReadonlyDict | undefined;
  /** From magic.ts: of the run, the play, the task. Those of the host are added. */
  readonly magic?: readonly ReadonlyDict[] | undefined;
  readonly loopVars?: ReadonlyDict | undefined;
  /** What a task sees of how it is carried out: `reachVariables`. */
  readonly reach?: ReadonlyDict | undefined;
}

/** One host's variables in a run: what the inventory says, and what was learnt and set while playing. */
export class HostVariables {
  #host: Host;
  #inventory: Inventory;
  readonly #folders: VariableFolders;
  readonly #mergesDicts: boolean;
  readonly #factCache: FactCache | undefined;
  readonly #facts = createFacts();
  readonly #setFacts: Dict = new Map();
  readonly #includedVars: Dict = new Map();
  /** What is live: facts, set, registered and included variables. */
  #layers: VariableLayers;
  readonly #inventoryLayers = new Map<string | undefined, VariableLayers>();

  constructor({ host, inventory, folders, mergesDicts = false, factCache }: HostVariablesOptions) {
    this.#host = host;
    this.#inventory = inventory;
    this.#folders = folders;
    this.#mergesDicts = mergesDicts;
    this.#factCache = factCache;
    const cached = factCache?.load(host.name);
    if (cached !== undefined) addFacts(this.#facts, cached);
    this.#layers = this.#ownLayers();
  }

  /** The inventory has changed: what it says of this host from now on. */
  moveTo(host: Host, inventory: Inventory): void {
    this.#host = host;
    this.#inventory = inventory;
    this.#layers = this.#ownLayers();
    this.#inventoryLayers.clear();
  }

  /** Names without the prefix `ansible_`; live. */
  get facts(): ReadonlyDict {
    return this.#facts.dict;
  }

  /** What a module returned as `ansible_facts`, names as returned. Names that say how to reach a host are dropped. */
  addFacts(returned: ReadonlyDict): void {
    addFacts(this.#facts, returned);
    if (this.#factCache === undefined) return;
    const kept: Dict = new Map(this.#facts.injected);
    kept.delete('ansible_facts');
    this.#factCache.save(this.#host.name, kept);
  }

  /** `meta: clear_facts`. */
  clearFacts(): void {
    this.#factCache?.clear(this.#host.name);
    this.#facts.dict.clear();
    this.#facts.injected.clear();
    this.#facts.injected.set('ansible_facts', this.#facts.dict);
  }

  setFact(name: string, value: Value): void {
    this.#setFacts.set(name, value);
  }

  register(name: string, value: Value): void {
    this.#setFacts.set(name, value);
  }

  includeVars(variables: ReadonlyDict): void {
    for (const [name, value] of variables) this.#includedVars.set(name, value);
  }

  /**
   * The variables as a task (or, without one, the play or the inventory) sees them. Cheap, and live: facts,
   * registered and included variables that come later are seen. Throws a `TsplayError` for a variable file in error.
   */
  scopeFor(request: ScopeRequest): VariableScope {
    const layers = orderLayers(...this.#layersFor(request));
    return this.#mergesDicts ? mergingScope(layers) : layeredScope(layers);
  }

  /** The layers that `scopeFor` looks through, with their names, the strongest first. */
  layersFor(request: ScopeRequest): readonly NamedLayer[] {
    return orderNamedLayers(...this.#layersFor(request));
  }

  #layersFor(request: ScopeRequest): readonly VariableLayers[] {
    const inventory = this.#inventoryLayersAt(request.playbookDirectory ?? request.play?.directory);
    const own = [requestLayers(request), this.#layers, inventory];
    return request.task === undefined ? own : [...own, reachLayer(this.#host, request.reach)];
  }

  #ownLayers(): VariableLayers {
    return new Map<LayerName, readonly ReadonlyDict[]>([
      ['facts', [this.#facts.injected]],
      ['include_vars', [this.#includedVars]],
      ['set_facts and registered vars', [this.#setFacts]],
      ['magic vars', [hostMagic(this.#host)]],
    ]);
  }

  #inventoryLayersAt(playbookDirectory: string | undefined): VariableLayers {
    const known = this.#inventoryLayers.get(playbookDirectory);
    if (known !== undefined) return known;
    const options = {
      host: this.#host,
      inventory: this.#inventory,
      folders: this.#folders,
      playbookDirectory,
    };
    const layers = inventoryLayers(options);
    this.#inventoryLayers.set(playbookDirectory, layers);
    return layers;
  }
}

/** Tasks know an address of their host and who they are there, whatever the inventory says; `hostvars` does not. */
function reachLayer({ name, implicit }: Host, reach: ReadonlyDict | undefined): VariableLayers {
  const address = new Map<Value, Value>([['ansible_host', implicit ? '127.0.0.1' : name]]);
  return new Map<LayerName, readonly ReadonlyDict[]>([['role defaults', [...given(reach), address]]]);
}

function requestLayers(request: ScopeRequest): VariableLayers {
  const { play, task, rolesOfPlay = [] } = request;
  return new Map<LayerName, readonly ReadonlyDict[]>([
    ['role defaults', roleDefaults(task?.role, rolesOfPlay)],
    ['play vars', play === undefined ? [] : varsOf(play.keywords)],
    ['vars_prompt', given(request.promptVars)],
    ['vars_files', request.varsFiles ?? []],
    ['role vars', roleVars(task?.role, rolesOfPlay)],
    ['block vars', task === undefined ? [] : blockVars(task)],
    ['task vars', task === undefined ? [] : varsOf(task.keywords)],
    ['role params', roleParams(task?.role)],
    ['include params', request.includeParams ?? []],
    ['extra vars', given(request.extraVars)],
    ['magic vars', request.magic ?? []],
    ['loop vars', given(request.loopVars)],
  ]);
}

function given(variables: ReadonlyDict | undefined): readonly ReadonlyDict[] {
  return variables === undefined ? [] : [variables];
}
