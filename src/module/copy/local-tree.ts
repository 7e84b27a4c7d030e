import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleContext } from '../context.ts';

/** One thing below a directory of the controller, by its path from there. */
export type LocalEntry =
  | { readonly kind: 'directory'; readonly name: string }
  | { readonly kind: 'file'; readonly name: string; readonly path: string; readonly mode: number }
  | { readonly kind: 'link'; readonly name: string; readonly target: string };

/** Everything below a directory, parents before what is in them. Sockets, devices and links that lead nowhere are warned of and left out. */
export async function readLocalTree(
  context: ModuleContext,
  directory: string,
  { follow }: { readonly follow: boolean },
): Promise<readonly LocalEntry[]> {
  const entries: LocalEntry[] = [];
  const visit = async (folder: string, parents: readonly string[]): Promise<void> => {
    const real = await realpath(join(directory, folder));
    if (parents.includes(real)) return;
    for (const child of (await readdir(join(directory, folder), { withFileTypes: true })).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const name = folder === '' ? child.name : `${folder}/${child.name}`;
      const path = join(directory, name);
      if (child.isSymbolicLink() && !follow) {
        entries.push({ kind: 'link', name, target: await readlink(path) });
        continue;
      }
      const status = await stat(path).catch(() => undefined);
      if (status?.isDirectory()) {
        entries.push({ kind: 'directory', name });
        await visit(name, [...parents, real]);
      } else if (status?.isFile()) {
        entries.push({ kind: 'file', name, path, mode: status.mode & 0o7777 });
      } else {
        context.warn(`${path} is neither a file nor a directory: not copied`);
      }
    }
  };
  await visit('', []);
  return entries;
}
