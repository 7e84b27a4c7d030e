import { groupsBelow } from '../inventory/group-order.ts';
import type { Group, Host } from '../inventory/types.ts';
import { str } from '../values/printing.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';

/** Where the views get variables from: as they are written, templates as text. */
export interface InventoryVariables {
  ofHost(host: Host): ReadonlyDict;
  /** What is said of the group itself, nothing that it inherits. */
  ofGroup(group: Group): ReadonlyDict;
}

/** What `ansible-inventory --list` prints: groups with their hosts and children, the variables of hosts under `_meta`. */
export function listDocument(all: Group, variables: InventoryVariables): Dict {
  const hostvars: Dict = new Map();
  const groups: Dict = new Map<Value, Value>([['_meta', new Map<Value, Value>([['hostvars', hostvars]])]]);
  for (const group of groupsBelow(all)) {
    const hosts = group === all ? [] : group.hosts;
    for (const host of hosts) {
      const own = variables.ofHost(host);
      if (own.size > 0) hostvars.set(host.name, new Map(own));
    }
    const entry: Dict = new Map();
    if (group.children.length > 0) entry.set('children', namesOf(group.children));
    if (hosts.length > 0) entry.set('hosts', namesOf(hosts));
    if (entry.size > 0) groups.set(group.name, entry);
  }
  return groups;
}

/** The same as an inventory in YAML: groups within groups; the variables stand where a host comes first. */
export function nestedDocument(all: Group, variables: InventoryVariables): Dict {
  const seen = new Set<Host>();
  const nested = (group: Group): Dict => {
    const entry: Dict = new Map();
    const children = group.children.map((child) => [child.name, nested(child)] as const);
    if (children.length > 0) entry.set('children', new Map<Value, Value>(children));
    const hosts = (group === all ? [] : group.hosts).map((host) => {
      const own: Dict = seen.has(host) ? new Map() : new Map(variables.ofHost(host));
      seen.add(host);
      return [host.name, own] as const;
    });
    if (hosts.length > 0) entry.set('hosts', new Map<Value, Value>(hosts));
    return entry;
  };
  return new Map<Value, Value>([[all.name, nested(all)]]);
}

/** The tree that `ansible-inventory --graph` prints; with variables when they are given. */
export function groupTree(top: Group, variables: InventoryVariables | undefined): string {
  const lines: string[] = [];
  const add = (depth: number, text: string): void => void lines.push(`${'  |'.repeat(depth)}--${text}`);
  const addVariables = (depth: number, own: ReadonlyDict | undefined): void => {
    for (const name of [...(own?.keys() ?? [])].map(str).sort())
      add(depth, `{${name} = ${str(own?.get(name) ?? null)}}`);
  };
  const addGroup = (group: Group, depth: number): void => {
    if (depth === 0) lines.push(`@${group.name}:`);
    else add(depth, `@${group.name}:`);
    for (const child of group.children) addGroup(child, depth + 1);
    for (const host of group.name === 'all' ? [] : group.hosts) {
      add(depth + 1, host.name);
      addVariables(depth + 2, variables?.ofHost(host));
    }
    addVariables(depth + 1, variables?.ofGroup(group));
  };
  addGroup(top, 0);
  return `${lines.join('\n')}\n`;
}

function namesOf(items: readonly { readonly name: string }[]): readonly string[] {
  return items.map(({ name }) => name);
}
