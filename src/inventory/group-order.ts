import type { Group, Host } from './types.ts';

/** The group and all groups below it, breadth first, each once: the order in which Ansible lists hosts. */
export function groupsBelow(group: Group): readonly Group[] {
  const seen = new Set<Group>([group]);
  for (const next of seen) for (const child of next.children) seen.add(child);
  return [...seen];
}

/** The hosts of a group and of the groups below it, each once, in order of play. */
export function hostsOf(group: Group): readonly Host[] {
  const hosts = new Set<Host>();
  for (const each of groupsBelow(group)) for (const host of each.hosts) hosts.add(host);
  return [...hosts];
}

/**
 * All groups a host is in, `all` included, weakest first: by depth, then `ansible_group_priority`, then name. A
 * variable of a later one wins.
 */
export function groupsOf(host: Host): readonly Group[] {
  const seen = new Set<Group>(host.groups);
  for (const group of seen) for (const parent of group.parents) seen.add(parent);
  return [...seen].sort(compareGroups);
}

function compareGroups(a: Group, b: Group): number {
  return a.depth - b.depth || a.priority - b.priority || compareText(a.name, b.name);
}

/** By code point, as Python sorts text. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
