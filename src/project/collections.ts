import { join, resolve } from 'node:path';
import type { Parent } from './ast.ts';
import { effectiveKeyword, enclosingRoles, playOf } from './inherit.ts';
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
  const around = IN_COLLECTION.exec(resolve(playDirectory))?.groups?.['root'];
  const roots = [
    ...(around === undefined ? [] : [around]),
    join(playDirectory, 'collections'),
    ...(loading.context.collectionPaths ?? []),
  ];
  return roots.map((root) => resolve(root, 'ansible_collections', ...collection.split('.')));
}

const IN_COLLECTION = /^(?<root>.*)\/ansible_collections\/(?<namespace>\w+)\/(?<name>\w+)\/playbooks(?:\/|$)/;

/** The collection that a playbook in this folder belongs to, as `ns.name`. */
function collectionOfFolder(playDirectory: string): string | undefined {
  const groups = IN_COLLECTION.exec(resolve(playDirectory))?.groups;
  return groups === undefined ? undefined : `${groups['namespace']}.${groups['name']}`;
}

/**
 * The collections in which a short name is looked for: that of the role around it, what `collections` says, that of the
 * playbook.
 */
export function collectionsFor(parent: Parent): readonly string[] {
  const role = enclosingRoles(parent)[0]?.role;
  const written = effectiveKeyword(parent, 'collections')?.value;
  const named = Array.isArray(written) ? written.filter((name) => typeof name === 'string') : [];
  const ofPlaybook = collectionOfFolder(playOf(parent).directory);
  return [
    ...(role?.collection === undefined ? [] : [role.collection]),
    ...(role?.collections ?? []),
    ...named,
    ...(ofPlaybook === undefined ? [] : [ofPlaybook]),
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
