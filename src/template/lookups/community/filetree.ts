import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { limitError } from '../../../values/errors.ts';
import { limits } from '../../../values/limits.ts';
import { type Dict, Float, type Value } from '../../../values/types.ts';
import { dirName } from '../../filters/paths.ts';
import { requireTerm } from '../options.ts';
import type { Lookup } from '../types.ts';

/**
 * community.general.filetree: what is in folders of the controller, with the attributes to make it anew. What an
 * earlier folder has under the same path goes before what a later one has.
 */
export const filetree: Lookup = (terms, _options, { searchPaths }) => {
  const names = new AccountNames();
  const found = new Map<string, Dict>();
  for (const term of terms) {
    const root = rootOf(requireTerm(term, 'filetree'), searchPaths);
    for (const path of pathsBelow(root)) {
      if (!found.has(path)) found.set(path, entryOf(root, path, names));
      if (found.size > limits.listLength)
        throw limitError(`'${root}' holds more than ${limits.listLength} files`);
    }
  }
  return [...found.values()];
};

/** The folder that a term names (with a slash at its end), below `files` of the folders searched or in them. */
function rootOf(term: string, searchPaths: readonly string[]): string {
  const folder = dirName(term);
  const candidates = posix.isAbsolute(term)
    ? [folder]
    : searchPaths.flatMap((path) => [posix.join(path, 'files', folder), posix.join(path, folder)]);
  const base = candidates.find(existsSync) ?? candidates[0] ?? folder;
  return `${base.replace(/\/+$/, '')}/${term.slice(term.lastIndexOf('/') + 1)}`;
}

/** Folders before what is in them; links are not followed. */
function pathsBelow(root: string): readonly string[] {
  const paths: string[] = [];
  const queue = [''];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const entries = entriesOf(posix.join(root, folder));
    const within = (entry: Dirent): string => posix.join(folder ?? '', entry.name);
    const folders = entries.filter((entry) => entry.isDirectory()).map(within);
    paths.push(...folders, ...entries.filter((entry) => !entry.isDirectory()).map(within));
    queue.push(...folders);
  }
  return paths;
}

function entriesOf(folder: string): readonly Dirent[] {
  if (!existsSync(folder) || !lstatSync(posix.join(folder, '.')).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true });
}

function entryOf(root: string, path: string, names: AccountNames): Dict {
  const whole = posix.join(root, path);
  const stat = lstatSync(whole);
  const state = stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'link' : 'file';
  const source =
    state === 'directory' ? [] : ([['src', state === 'link' ? readlinkSync(whole) : whole]] as const);
  return new Map<Value, Value>([
    ['root', root],
    ['path', path],
    ['state', state],
    ...source,
    ['uid', stat.uid],
    ['gid', stat.gid],
    ['owner', names.user(stat.uid)],
    ['group', names.group(stat.gid)],
    ['mode', `0${(stat.mode & 0o7777).toString(8).padStart(3, '0')}`],
    ['size', stat.size],
    ['mtime', new Float(stat.mtimeMs / 1000)],
    ['ctime', new Float(stat.ctimeMs / 1000)],
  ]);
}

/** Names of the controller's users and groups; a number that has none stands for itself. */
class AccountNames {
  #users: ReadonlyMap<number, string> | undefined;
  #groups: ReadonlyMap<number, string> | undefined;

  user(id: number): Value {
    this.#users ??= namesIn('/etc/passwd');
    return this.#users.get(id) ?? id;
  }
  group(id: number): Value {
    this.#groups ??= namesIn('/etc/group');
    return this.#groups.get(id) ?? id;
  }
}

function namesIn(file: string): ReadonlyMap<number, string> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap((line) => {
      const [name = '', , id = ''] = line.split(':');
      return id === '' ? [] : [[Number(id), name] as const];
    }),
  );
}
