import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TsplayError } from '../errors.ts';
import type { ProjectFiles } from '../module/context.ts';
import type { Task } from '../project/ast.ts';
import { enclosingRoles } from '../project/inherit.ts';
import { decryptFile, isEncrypted } from '../source/encrypted.ts';
import { fileCandidates, searchHint } from '../source/file-search.ts';
import type { Vault } from '../source/span.ts';

/**
 * The folders in which a task's files are looked for, nearest first: the role (and the roles around it), the folder
 * of the file that holds the task, the playbook's.
 */
export function searchFolders(task: Task, playbookDirectory: string): readonly string[] {
  const folders = enclosingRoles(task).map((invocation) => invocation.role.path);
  folders.push(dirname(resolve(task.file.path)), resolve(playbookDirectory));
  return [...new Set(folders)];
}

/** Where a file was looked for, and where it is. */
export interface FileSearch {
  readonly candidates: readonly string[];
  readonly found: string | undefined;
}

export interface SearchableFiles extends ProjectFiles {
  /** As `find`, without an error when there is none. */
  search(name: string, subfolder: Subfolder): FileSearch;
}

type Subfolder = Parameters<ProjectFiles['find']>[1];

/** Finds and reads the files that a task names, the way Ansible searches for them. `vault` opens encrypted ones. */
export function createProjectFiles(folders: readonly string[], vault?: Vault): SearchableFiles {
  const search = (name: string, subfolder: Subfolder): FileSearch => {
    const candidates = fileCandidates(name, { subfolder, folders });
    return { candidates, found: candidates.find((path) => existsSync(path)) };
  };
  return {
    search,
    async find(name, subfolder) {
      const { found, candidates } = search(name, subfolder);
      if (found !== undefined) return found;
      throw new TsplayError({
        code: 'file-not-found',
        message: `could not find the file '${name}'`,
        hint: searchHint(candidates),
      });
    },
    async read(path, { decrypt = true } = {}) {
      const content = await readFile(path);
      return decrypt && vault !== undefined ? decryptFile(path, content, vault) : content;
    },
    isSecret: async (path) => isEncrypted(await readFile(path)),
  };
}
