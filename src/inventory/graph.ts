import { TsplayError } from '../errors.ts';
import type { KeyPlaces } from '../source/key-places.ts';
import type { Span } from '../source/span.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Group, Host, Inventory } from './types.ts';

interface HostDraft extends Host {
  readonly vars: Dict;
  readonly groups: GroupDraft[];
}

interface GroupDraft extends Group {
  readonly vars: Dict;
  readonly children: GroupDraft[];
  readonly parents: GroupDraft[];
  readonly hosts: HostDraft[];
  /** The same hosts, for asking whether one is in. */
  readonly members: Set<HostDraft>;
  depth: number;
  priority: number;
}

export interface HostEntry {
  readonly name: string;
  /** Added to this group. */
  readonly group: string;
  readonly port?: number | undefined;
  readonly source?: string | undefined;
}

export interface VariableEntry {
  readonly name: string;
  readonly value: Value;
  /** Where the name is written; nowhere when a play made it. */
  readonly span?: Span | undefined;
}

/**
 * The inventory while its sources are read, one after the other: hosts and groups come into being when they are
 * first named, variables of a later source override. `finish` settles order, depths and `ungrouped`.
 */
export class InventoryGraph {
  readonly #hosts = new Map<string, HostDraft>();
  readonly #groups = new Map<string, GroupDraft>();

  readonly #places: KeyPlaces | undefined;

  /** `places` learns where the variables stand. */
  constructor(places?: KeyPlaces) {
    this.#places = places;
    this.addGroup('all');
    this.addGroup('ungrouped');
    this.addChild('all', 'ungrouped');
  }

  groupNames(): Iterable<string> {
    return this.#groups.keys();
  }

  addGroup(name: string): void {
    this.#group(name);
  }

  /** A graph that grows from an inventory that was read, which stays as it is. */
  static of(inventory: Inventory): InventoryGraph {
    const graph = new InventoryGraph();
    for (const host of inventory.hosts.values()) {
      graph.#hosts.set(host.name, { ...host, vars: new Map(host.vars), groups: [] });
    }
    for (const group of inventory.groups.values()) {
      const { vars, depth, priority } = group;
      Object.assign(graph.#group(group.name), { vars: new Map(vars), depth, priority });
    }
    for (const group of inventory.groups.values()) {
      for (const child of group.children) graph.addChild(group.name, child.name);
      for (const host of group.hosts) graph.addHost({ name: host.name, group: group.name });
    }
    return graph;
  }

  /** What there is so far; later changes do not touch it. */
  snapshot(): Inventory {
    const all = this.#group('all');
    const sources: readonly string[] = [];
    const now = {
      hosts: this.#hosts,
      groups: this.#groups,
      all,
      sources,
      implicitLocalhost: implicitLocalhost(),
    };
    return InventoryGraph.of(now).finish(sources);
  }

  /** Says whether it was new. Throws `group-cycle`. */
  addChild(parentName: string, childName: string): boolean {
    const parent = this.#group(parentName);
    const child = this.#group(childName);
    if (parent.children.includes(child)) return false;
    const way = childName === 'all' ? ['all', parentName] : wayDown(child, parent);
    if (way !== undefined) {
      throw new TsplayError({
        code: 'group-cycle',
        message: `group '${childName}' cannot be a child of '${parentName}': that closes the circle ${[parentName, ...way].join(' > ')}`,
      });
    }
    parent.children.push(child);
    child.parents.push(parent);
    return true;
  }

  /** Says whether the host is new in the group. */
  addHost(entry: HostEntry): boolean {
    const host = this.#host(entry);
    const group = this.#group(entry.group);
    if (entry.port !== undefined) host.vars.set('ansible_port', entry.port);
    if (group.members.has(host)) return false;
    group.members.add(host);
    group.hosts.push(host);
    host.groups.push(group);
    return true;
  }

  hostVariable(hostName: string, name: string): Value | undefined {
    return this.#hosts.get(hostName)?.vars.get(name);
  }

  setHostVariable(hostName: string, entry: VariableEntry): void {
    const host = this.#hosts.get(hostName);
    if (host !== undefined) this.#set(host.vars, entry);
  }

  /** `ansible_group_priority` is no variable: it orders the groups. */
  setGroupVariable(groupName: string, entry: VariableEntry): void {
    const group = this.#group(groupName);
    const { name, value } = entry;
    if (name !== 'ansible_group_priority') this.#set(group.vars, entry);
    else group.priority = typeof value === 'number' ? value : Number.parseInt(String(value), 10) || 1;
  }

  #set(vars: Dict, { name, value, span }: VariableEntry): void {
    vars.set(name, value);
    if (span !== undefined) this.#places?.note(vars, name, span);
  }

  finish(sources: readonly string[]): Inventory {
    const all = this.#group('all');
    for (const group of this.#groups.values())
      if (group.parents.length === 0 && group !== all) adopt(all, group);
    this.#settleUngrouped(all);
    settleDepths(all);
    return {
      hosts: this.#hosts,
      groups: this.#groups,
      all,
      sources,
      implicitLocalhost: implicitLocalhost(),
    };
  }

  #host({ name, source }: HostEntry): HostDraft {
    const known = this.#hosts.get(name);
    if (known !== undefined) return known;
    const host: HostDraft = { name, vars: new Map(), groups: [], source, implicit: false };
    this.#hosts.set(name, host);
    return host;
  }

  #group(name: string): GroupDraft {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const group: GroupDraft = {
      name,
      vars: new Map(),
      children: [],
      parents: [],
      hosts: [],
      members: new Set(),
      depth: 0,
      priority: 1,
    };
    this.#groups.set(name, group);
    return group;
  }

  /** A host is in `ungrouped` when no group but `all` has it, however it was written. */
  #settleUngrouped(all: GroupDraft): void {
    const ungrouped = this.#group('ungrouped');
    const leaving = new Set<HostDraft>();
    for (const host of this.#hosts.values()) {
      const isGrouped = host.groups.some((group) => group !== all && group !== ungrouped);
      if (isGrouped) leaving.add(host);
      else if (!ungrouped.members.has(host)) this.addHost({ name: host.name, group: 'ungrouped' });
    }
    keepOnly(ungrouped.hosts, (host) => !leaving.has(host));
    for (const host of leaving) {
      if (ungrouped.members.delete(host)) keepOnly(host.groups, (group) => group !== ungrouped);
    }
  }
}

function adopt(all: GroupDraft, group: GroupDraft): void {
  all.children.push(group);
  group.parents.push(all);
}

function keepOnly<T>(items: T[], isKept: (item: T) => boolean): void {
  items.splice(0, items.length, ...items.filter(isKept));
}

/** The names from `from` down to `to`, both included; undefined when there is no way. */
function wayDown(from: GroupDraft, to: GroupDraft): readonly string[] | undefined {
  const cameFrom = new Map<GroupDraft, GroupDraft | undefined>([[from, undefined]]);
  for (const group of cameFrom.keys()) {
    if (group === to) return wayBack(cameFrom, to);
    for (const child of group.children) if (!cameFrom.has(child)) cameFrom.set(child, group);
  }
  return undefined;
}

function wayBack(
  cameFrom: ReadonlyMap<GroupDraft, GroupDraft | undefined>,
  to: GroupDraft,
): readonly string[] {
  const names: string[] = [];
  for (let group: GroupDraft | undefined = to; group !== undefined; group = cameFrom.get(group))
    names.unshift(group.name);
  return names;
}

/** Depth is the longest way from `all`; parents are settled before their children (there is no circle). */
function settleDepths(all: GroupDraft): void {
  const waiting = new Map<GroupDraft, number>();
  const ready: GroupDraft[] = [all];
  for (const group of ready) {
    for (const child of group.children) {
      child.depth = Math.max(child.depth, group.depth + 1);
      const left = (waiting.get(child) ?? child.parents.length) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
}

function implicitLocalhost(): Host {
  return {
    name: 'localhost',
    vars: new Map<Value, Value>([['ansible_connection', 'local']]),
    groups: [],
    source: undefined,
    implicit: true,
  };
}
