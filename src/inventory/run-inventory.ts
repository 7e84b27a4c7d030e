import { equals } from '../values/equality.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';
import { InventoryGraph } from './graph.ts';
import type { Inventory } from './types.ts';

export interface AddedHost {
  readonly name: string;
  readonly groups: readonly string[];
  readonly vars: ReadonlyDict;
}

export interface GroupedHost {
  readonly host: string;
  readonly group: string;
  readonly parents: readonly string[];
}

export interface RunInventoryParts {
  readonly base: Inventory;
  /** Reads the sources again. Throws what is wrong with them. */
  readonly reload?: (() => Inventory) | undefined;
  /** Told after every change. */
  readonly changed?: () => void;
}

/**
 * The inventory of a run, to which plays may add (add_host, group_by). What was read stays as it is: the first addition
 * makes one copy of it, and later ones grow that copy. A refresh reads the sources again and adds the same once more,
 * as Ansible does.
 */
export class RunInventory {
  readonly #parts: RunInventoryParts;
  #current: Inventory;
  #graph: InventoryGraph | undefined;
  readonly #hosts: AddedHost[] = [];
  readonly #groupings: GroupedHost[] = [];

  constructor(parts: RunInventoryParts) {
    this.#parts = parts;
    this.#current = parts.base;
  }

  get current(): Inventory {
    return this.#current;
  }

  /** Adds a host, or variables and groups to one that is there. Says whether anything was new. */
  addHost(added: AddedHost): boolean {
    this.#hosts.push(added);
    return this.#change((graph) => addHost(graph, added));
  }

  /** Puts a host into a group, which is made when it is not there, below `parents`. Says whether anything was new. */
  group(grouped: GroupedHost): boolean {
    this.#groupings.push(grouped);
    return this.#change((graph) => groupHost(graph, grouped));
  }

  /** meta: refresh_inventory. */
  refresh(): void {
    if (this.#parts.reload === undefined) return;
    this.#current = this.#parts.reload();
    this.#graph = undefined;
    this.#change((graph) => {
      for (const added of this.#hosts) addHost(graph, added);
      for (const grouped of this.#groupings) groupHost(graph, grouped);
      return true;
    });
  }

  #change(apply: (graph: InventoryGraph) => boolean): boolean {
    this.#graph ??= InventoryGraph.of(this.#current);
    const isNew = apply(this.#graph);
    if (!isNew) return false;
    this.#current = this.#graph.finish(this.#current.sources);
    this.#parts.changed?.();
    return true;
  }
}

function addHost(graph: InventoryGraph, { name, groups, vars }: AddedHost): boolean {
  let isNew = graph.addHost({ name, group: 'all' });
  for (const group of groups) isNew = graph.addHost({ name, group }) || isNew;
  for (const [key, value] of vars) {
    if (typeof key === 'string') isNew = setVariable(graph, name, [key, value]) || isNew;
  }
  return isNew;
}

function setVariable(graph: InventoryGraph, host: string, [name, value]: readonly [string, Value]): boolean {
  const known = graph.hostVariable(host, name);
  const isSame = known !== undefined && equals(known, value);
  if (!isSame) graph.setHostVariable(host, { name, value });
  return !isSame;
}

function groupHost(graph: InventoryGraph, { host, group, parents }: GroupedHost): boolean {
  let isNew = graph.addHost({ name: host, group });
  for (const parent of parents) {
    if (parent !== group) isNew = graph.addChild(parent, group) || isNew;
  }
  return isNew;
}
