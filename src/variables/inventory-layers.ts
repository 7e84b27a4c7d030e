import { groupsOf } from '../inventory/group-order.ts';
import type { Host, Inventory } from '../inventory/types.ts';
import type { VariableFolder, VariableFolders } from '../inventory/variable-folders.ts';
import type { ReadonlyDict } from '../values/types.ts';
import type { LayerName, VariableLayers } from './precedence.ts';

export interface InventoryLayersOptions {
  readonly host: Host;
  readonly inventory: Inventory;
  readonly folders: VariableFolders;
  /** The playbook's folder; undefined when there is no playbook. */
  readonly playbookDirectory: string | undefined;
}

/**
 * What the inventory and the files beside it and beside the playbook say about a host. All dicts are shared with the
 * other hosts of its groups. Reads the files on first use; throws a `TsplayError` for one in error.
 */
export function inventoryLayers({
  host,
  inventory,
  folders,
  playbookDirectory,
}: InventoryLayersOptions): VariableLayers {
  const inherited = groupsOf(host).filter((group) => group !== inventory.all);
  const names = inherited.map((group) => group.name);
  const beside = unique(inventory.sources.map((source) => folders.besideSource(source)));
  const playbook = playbookDirectory === undefined ? [] : [folders.at(playbookDirectory)];
  const groupFiles = (
    places: readonly VariableFolder[],
    groups: readonly string[],
  ): readonly ReadonlyDict[] =>
    places.flatMap((place) => groups.flatMap((group) => place.group(group))).reverse();
  const hostFiles = (places: readonly VariableFolder[]): readonly ReadonlyDict[] =>
    places.flatMap((place) => place.host(host.name)).reverse();
  const groupVars = [inventory.all, ...inherited].map((group) => group.vars).reverse();
  return new Map<LayerName, readonly ReadonlyDict[]>([
    ['inventory group vars', groupVars.filter((vars) => vars.size > 0)],
    ['inventory group_vars/all', groupFiles(beside, ['all'])],
    ['playbook group_vars/all', groupFiles(playbook, ['all'])],
    ['inventory group_vars/*', groupFiles(beside, names)],
    ['playbook group_vars/*', groupFiles(playbook, names)],
    ['inventory host vars', [host.vars]],
    ['inventory host_vars/*', hostFiles(beside)],
    ['playbook host_vars/*', hostFiles(playbook)],
  ]);
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
