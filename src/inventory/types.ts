import type { ReadonlyDict } from '../values/types.ts';

export interface Host {
  readonly name: string;
  /** Host variables written in the inventory source itself; a port given as `name:port` is `ansible_port`. */
  readonly vars: ReadonlyDict;
  /** Direct groups. A host in no other group is in `ungrouped`. */
  readonly groups: readonly Group[];
  /** The first file that names the host (`inventory_file`); undefined for host lists and the implicit localhost. */
  readonly source: string | undefined;
  /** `localhost` that no source names: connection local, in no group, told of by no `all`. */
  readonly implicit: boolean;
}

export interface Group {
  readonly name: string;
  readonly vars: ReadonlyDict;
  readonly children: readonly Group[];
  readonly parents: readonly Group[];
  /** Hosts that stand directly in this group. */
  readonly hosts: readonly Host[];
  /** The longest way from `all` (all is 0): deeper groups win. */
  readonly depth: number;
  /** `ansible_group_priority`, 1 by default: higher wins among groups of equal depth. */
  readonly priority: number;
}

export interface Inventory {
  /** In the order in which the sources name them. The order of play is that of the groups: `hostsOf(all)`. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The group of all hosts; also in `groups`. */
  readonly all: Group;
  /** Absolute paths of the sources (host lists left out): group_vars/ and host_vars/ are looked for beside them. */
  readonly sources: readonly string[];
  /** What `localhost` means where a pattern names it and no source does. */
  readonly implicitLocalhost: Host;
}
