import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Span } from '../source/span.ts';
import { nearestName } from '../util/nearest.ts';
import { collectionFolders, fullNameParts } from './collections.ts';
import type { ProjectFiles } from './file-system.ts';
import type { Loading } from './loading.ts';

export interface RoleSearch {
  readonly name: string;
  readonly span: Span;
  readonly loading: Loading;
  readonly playDirectory: string;
  /** The role that names it, beside which it is looked for too. */
  readonly besideRole?: string | undefined;
  /** Collections to look in for a name without one. */
  readonly collections?: readonly string[];
}

export interface FoundRole {
  /** As written; with its collection when it is of one. */
  readonly name: string;
  readonly path: string;
  /** `ns.name`, of a role of a collection. */
  readonly collection?: string;
}

/**
 * Finds a role as Ansible does: in collections (a full name), in `roles/` beside the playbook, beside the role that
 * depends on it, in the configured role paths, beside the playbook; or at the path that the name itself is.
 */
export function findRole(search: RoleSearch): FoundRole | undefined {
  const { name, loading } = search;
  const fromCollection = collectionRoles(search).find(({ path }) => loading.files.kindOf(path) === 'folder');
  if (fromCollection !== undefined) return fromCollection;
  const folders = roleFolders(search);
  const paths = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  const found = paths.find((path) => loading.files.kindOf(path) === 'folder');
  if (found !== undefined) return { name: isAbsolute(name) ? basename(name) : name, path: resolve(found) };
  reportMissing(search, folders);
  return undefined;
}

function roleFolders({ playDirectory, besideRole, loading }: RoleSearch): readonly string[] {
  return [
    ...new Set([
      join(playDirectory, 'roles'),
      ...(besideRole === undefined ? [] : [dirname(besideRole)]),
      ...(loading.context.rolePaths ?? []),
      playDirectory,
    ]),
  ];
}

function collectionRoles(search: RoleSearch): readonly FoundRole[] {
  const { name, collections = [] } = search;
  const wanted =
    fullNameParts(name) === undefined ? collections.map((collection) => `${collection}.${name}`) : [name];
  return wanted.flatMap((full) => {
    const parts = fullNameParts(full);
    if (parts === undefined) return [];
    return collectionFolders(parts.collection, search).map((folder) => ({
      name: full,
      path: join(folder, 'roles', parts.name),
      collection: parts.collection,
    }));
  });
}

function reportMissing(search: RoleSearch, folders: readonly string[]): void {
  const { name, span, loading } = search;
  const isFull = fullNameParts(name) !== undefined;
  const searched = isAbsolute(name)
    ? [name]
    : isFull
      ? [...collectionRoles(search).map(({ path }) => path), ...folders]
      : folders;
  const nearest = nearestName(
    name,
    folders.flatMap((folder) => roleNames(loading.files, folder)),
  );
  loading.error({
    code: 'role-not-found',
    message: `there is no role '${name}'; looked in ${searched.join(', ')}`,
    span,
    hint: nearest === undefined ? undefined : `did you mean '${nearest}'?`,
  });
}

function roleNames(files: ProjectFiles, folder: string): readonly string[] {
  return files.list(folder).filter((name) => files.kindOf(join(folder, name)) === 'folder');
}

const EXTENSIONS: readonly string[] = ['.yml', '.yaml', '.json', ''];

/** A role's file without its extension: `tasks/main`; undefined when there is none. */
export function findRoleFile(files: ProjectFiles, base: string): string | undefined {
  return EXTENSIONS.map((extension) => base + extension).find((path) => files.kindOf(path) === 'file');
}

/** A role's files of variables: one file, or every file of the folder of that name, sorted by name. */
export function findVariableFiles(files: ProjectFiles, base: string): readonly string[] {
  const file = findRoleFile(files, base);
  if (file !== undefined) return [file];
  return filesBelow(files, base).filter(
    (path) => /\.(?:yml|yaml|json)$/.test(path) || !/\.[^/]*$/.test(basename(path)),
  );
}

function filesBelow(files: ProjectFiles, folder: string): readonly string[] {
  return files
    .list(folder)
    .filter((name) => !name.startsWith('.') && !name.endsWith('~'))
    .flatMap((name) => {
      const path = join(folder, name);
      return files.kindOf(path) === 'folder' ? filesBelow(files, path) : [path];
    });
}
