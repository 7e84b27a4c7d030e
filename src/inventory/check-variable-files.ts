import { type Diagnostic, TsplayError } from '../errors.ts';
import type { Inventory } from './types.ts';
import type { VariableFolders } from './variable-folders.ts';

export interface CheckOptions {
  readonly inventory: Inventory;
  readonly folders: VariableFolders;
  /** Where the playbooks of the run are. */
  readonly playbookDirectories: readonly string[];
}

/**
 * Reads the group_vars/ and host_vars/ of all groups and hosts now, and gives back every error in them, so that a
 * run does not end half-way for one that could be known before. Warnings go where those of the folders go.
 */
export function checkVariableFiles({
  inventory,
  folders,
  playbookDirectories,
}: CheckOptions): readonly Diagnostic[] {
  const places = new Set([
    ...inventory.sources.map((source) => folders.besideSource(source)),
    ...playbookDirectories.map((directory) => folders.at(directory)),
  ]);
  const errors: Diagnostic[] = [];
  const collect = (read: () => unknown): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      errors.push(...error.diagnostics);
    }
  };
  for (const place of places) {
    for (const name of inventory.groups.keys()) collect(() => place.group(name));
    for (const name of inventory.hosts.keys()) collect(() => place.host(name));
  }
  return errors;
}
