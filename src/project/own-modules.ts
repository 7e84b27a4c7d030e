import { basename, extname, join } from 'node:path';
import type { OwnModuleFile, Parent, RoleInvocation } from './ast.ts';
import { collectionFolders, collectionsFor, fullNameParts } from './collections.ts';
import { enclosingRoles, playOf } from './inherit.ts';
import type { Loading } from './loading.ts';

/** Where the name of an action stands. */
export interface ActionPlace {
  readonly parent: Parent;
  readonly loading: Loading;
}

/** Beside modules lie their notes and what editors leave: never modules, as with Ansible. */
const NO_MODULES: ReadonlySet<string> = new Set([
  ...['.bak', '.cfg', '.ini', '.json', '.md', '.orig', '.pyc', '.pyo', '.rpm', '.rst', '.swp', '.txt'],
  ...['.yaml', '.yml'],
]);

/**
 * The file of a project's own module by the name of an action; undefined when there is none. A short name is looked for
 * in the collections that the task names, then in the `library` folders of the playbook, of its roles, of those that were
 * loaded before, and in the folders of the settings; a full name in its collection. What is built in wins over a collection's file, and
 * a `library` over what is built in, unless the name says `ansible.builtin`.
 */
export function findOwnModule(name: string, place: ActionPlace): OwnModuleFile | undefined {
  if (name.startsWith('ansible.builtin.')) return undefined;
  const { loading } = place;
  const playDirectory = playOf(place.parent).directory;
  const inCollection = (full: string): OwnModuleFile | undefined => {
    const parts = fullNameParts(full);
    if (parts === undefined || loading.actionNames.has(full)) return undefined;
    return collectionFolders(parts.collection, { loading, playDirectory })
      .map((folder) => moduleIn(join(folder, 'plugins', 'modules'), parts, loading))
      .find((found) => found !== undefined);
  };
  const legacy = /^(?:ansible\.legacy\.)?(?<short>[A-Za-z_][\w-]*)$/.exec(name)?.groups?.['short'];
  if (legacy === undefined) return inCollection(name);
  const wanted = { collection: 'ansible.legacy', name: legacy };
  const named = name === legacy ? collectionsFor(place.parent) : [];
  return [
    ...named.map((collection) => () => inCollection(`${collection}.${legacy}`)),
    ...libraries(place, playDirectory).map((folder) => () => moduleIn(folder, wanted, loading)),
  ].reduce<OwnModuleFile | undefined>((found, look) => found ?? look(), undefined);
}

function libraries({ parent, loading }: ActionPlace, playDirectory: string): readonly string[] {
  const roles = enclosingRoles(parent).map(({ role }) => role.path);
  const playRoles = playOf(parent)
    .roles.flatMap(withDependencies)
    .map(({ role }) => role.path);
  return [
    ...new Set([
      join(playDirectory, 'library'),
      ...[...roles, ...playRoles, ...loading.loadedRoles].map((role) => join(role, 'library')),
      ...(loading.context.modulePaths ?? []),
    ]),
  ];
}

function withDependencies(invocation: RoleInvocation): readonly RoleInvocation[] {
  return [...invocation.dependencies.flatMap(withDependencies), invocation];
}

interface WantedModule {
  readonly collection: string;
  readonly name: string;
}

function moduleIn(
  folder: string,
  { collection, name }: WantedModule,
  loading: Loading,
): OwnModuleFile | undefined {
  const files = filesByModule(folder, loading);
  // A module that is going out of use has a file that begins with an underscore, and both names.
  const path = files.get(name) ?? files.get(`_${name}`);
  return path === undefined ? undefined : { path, name, collection };
}

const known = new WeakMap<Loading, Map<string, ReadonlyMap<string, string>>>();

/** The files of a folder by the names that they give to modules. Each folder is read once in a load. */
function filesByModule(folder: string, loading: Loading): ReadonlyMap<string, string> {
  const folders = known.get(loading) ?? new Map<string, ReadonlyMap<string, string>>();
  known.set(loading, folders);
  const listed = folders.get(folder) ?? listModules(folder, loading);
  folders.set(folder, listed);
  return listed;
}

/** Of files that give the same name, ours comes first, then Python's, as Ansible has it; then in order of their names. */
function listModules(folder: string, { files }: Loading): ReadonlyMap<string, string> {
  const rank = (name: string): number => ['.mjs', '.py'].indexOf(extname(name)) + 1 || 3;
  const names = files
    .list(folder)
    .filter((name) => !name.endsWith('~') && !NO_MODULES.has(extname(name)))
    .toSorted((a, b) => rank(a) - rank(b));
  const found = new Map<string, string>();
  for (const name of names) {
    const module = basename(name, extname(name));
    if (found.has(module) || files.kindOf(join(folder, name)) !== 'file') continue;
    found.set(module, join(folder, name));
  }
  return found;
}
