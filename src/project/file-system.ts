import { readdirSync, statSync } from 'node:fs';
import { readSource } from '../source/read.ts';
import type { SourceFile, Vault } from '../source/span.ts';

/** What loading a project needs of a file system. Tests put a map in its place. */
export interface ProjectFiles {
  /** Throws a `TsplayError` that names the path. */
  read(path: string): SourceFile;
  kindOf(path: string): 'file' | 'folder' | undefined;
  /** The names in a folder, sorted; none when it is no folder or unreadable. */
  list(path: string): readonly string[];
}

/** The controller's own file system. `vault` opens what is encrypted there. */
export function diskFiles(vault?: Vault): ProjectFiles {
  return {
    read: (path) => readSource(path, { vault }),
    kindOf,
    list: (path) => (kindOf(path) === 'folder' ? readdirSync(path).sort() : []),
  };
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return 'file';
  return stats?.isDirectory() ? 'folder' : undefined;
}
