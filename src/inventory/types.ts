import type { ReadonlyDict } from '../values/types.ts';

export interface Host {
  readonly name: string;
  /** Host variables written in the inventory source itself. */
  readonly vars: ReadonlyDict;
  /** Direct groups. A host in no other group is in `ungrouped`. */
  readonly groups: readonly Group[];
}

export interface Group {
  readonly name: string;
  readonly vars: ReadonlyDict;
  readonly children: readonly Group[];
  readonly parents: readonly Group[];
  /** Hosts that stand directly in this group. */
  readonly hosts: readonly Host[];
  /** Distance from `all` (all is 0): deeper groups win. */
  readonly depth: number;
  /** `ansible_group_priority`, 1 by default: higher wins among groups of equal depth. */
  readonly priority: number;
}

export interface Inventory {
  /** In the order in which the sources name them: the order of play. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Paths of the sources, as given (for inventory_file, inventory_dir and group_vars beside them). */
  readonly sources: readonly string[];
}
