import { readdirSync, statSync } from 'node:fs';
import { readSource } from '../source/read.ts';
import type { SourceFile } from '../source/span.ts';

/** What loading a project needs of a file system. Tests put a map in its place. */
export interface ProjectFiles {
  /** Throws a `TsplayError` that names the path. */
  read(path: string): SourceFile;
  kindOf(path: string): 'file' | 'folder' | undefined;
  /** The names in a folder, sorted; none when it is no folder or unreadable. */
  list(path: string): readonly string[];
}

/** The controller's own file system. */
export const diskFiles: ProjectFiles = {
  read: (path) => readSource(path),
  kindOf(path) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) return 'file';
    return stats?.isDirectory() ? 'folder' : undefined;
  },
  list(path) {
    return this.kindOf(path) === 'folder' ? readdirSync(path).sort() : [];
  },
};
