import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Diagnostic } from '../errors.ts';
import { compareText } from './group-order.ts';

/** What Ansible leaves out of an inventory folder (its `INVENTORY_IGNORE_EXTS`). */
const ignoredExtensions: ReadonlySet<string> = new Set([
  '.pyc',
  '.pyo',
  '.swp',
  '.bak',
  '.rpm',
  '.md',
  '.txt',
  '.rst',
  '.orig',
  '.ini',
  '.cfg',
  '.retry',
]);

/**
 * The files of an inventory folder in name order, folders in it included, without group_vars/, host_vars/, hidden
 * files and those with an extension that Ansible ignores there. A folder of one file is that file.
 */
export function inventoryFiles(path: string, report: (diagnostic: Diagnostic) => void): readonly string[] {
  if (!isFolder(path)) return [path];
  return readdirSync(path)
    .filter((name) => isSource(name, path, report))
    .sort(compareText)
    .flatMap((name) => inventoryFiles(join(path, name), report));
}

/** Also by a symbolic link; false when there is nothing of that path. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isSource(name: string, folder: string, report: (diagnostic: Diagnostic) => void): boolean {
  if (name.startsWith('.') || name.endsWith('~') || name === 'group_vars' || name === 'host_vars')
    return false;
  if (!ignoredExtensions.has(extname(name))) return true;
  if (name.endsWith('.ini')) {
    report({
      severity: 'warning',
      code: 'inventory-file-ignored',
      message: `'${join(folder, name)}' is not read: in an inventory folder, files that end in .ini are left out, as Ansible does`,
      hint: `name the file itself, or rename it to '${name.slice(0, -'.ini'.length)}'`,
    });
  }
  return false;
}
