import { join, resolve } from 'node:path';
import type { Parent } from './ast.ts';
import { effectiveKeyword, enclosingRoles } from './inherit.ts';
import type { Loading } from './loading.ts';

const FULL_NAME = /^(?<collection>\w+\.\w+)\.(?<name>\w+)$/;

/** `ns.name.thing` in its parts; undefined for what is no full name. */
export function fullNameParts(
  name: string,
): { readonly collection: string; readonly name: string } | undefined {
  const groups = FULL_NAME.exec(name)?.groups;
  if (groups === undefined) return undefined;
  return { collection: groups['collection'] ?? '', name: groups['name'] ?? '' };
}

/** The folders that a collection may be in, the one beside the playbook first. */
export function collectionFolders(
  collection: string,
  { loading, playDirectory }: { readonly loading: Loading; readonly playDirectory: string },
): readonly string[] {
  const roots = [join(playDirectory, 'collections'), ...(loading.context.collectionPaths ?? [])];
  return roots.map((root) => resolve(root, 'ansible_collections', ...collection.split('.')));
}

/** The collections in which a short name is looked for: that of the role around it, then what `collections` says. */
export function collectionsFor(parent: Parent): readonly string[] {
  const role = enclosingRoles(parent)[0]?.role;
  const written = effectiveKeyword(parent, 'collections')?.value;
  const named = Array.isArray(written) ? written.filter((name) => typeof name === 'string') : [];
  return [
    ...(role?.collection === undefined ? [] : [role.collection]),
    ...(role?.collections ?? []),
    ...named,
  ];
}

/** A playbook of a collection by its full name; undefined when there is none. */
export function collectionPlaybook(
  name: string,
  scope: { readonly loading: Loading; readonly playDirectory: string },
): string | undefined {
  const parts = fullNameParts(name);
  if (parts === undefined) return undefined;
  return collectionFolders(parts.collection, scope)
    .flatMap((folder) => ['.yml', '.yaml'].map((end) => join(folder, 'playbooks', parts.name + end)))
    .find((path) => scope.loading.files.kindOf(path) === 'file');
}
