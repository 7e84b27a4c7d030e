import { ModuleFailure } from '../../../result.ts';
import { quotePath } from '../../paths.ts';
import { quote } from '../../quote.ts';
import { type Reading, read } from '../../reading.ts';
import { runOrFail } from '../../run-or-fail.ts';
import type { Engine } from '../api.ts';
import { engineFunction } from '../connection.ts';
import { type Json, listIn, textIn } from '../json.ts';

/** What is in an archive of images, as far as it matters whether it is written anew. */
export type Archive =
  | { readonly kind: 'missing' | 'unreadable' }
  | { readonly kind: 'image'; readonly id: string; readonly names: readonly string[] };

/** The one image in an archive of `docker save`. */
export async function readArchive(engine: Engine, path: string): Promise<Archive> {
  const { archive } = await read(engine.context, { archive: archiveReading(path) });
  return archive;
}

function archiveReading(path: string): Reading<Archive> {
  const word = quotePath(path);
  return {
    script: `[ -e ${word} ] || exit 3; tar -xOf ${word} manifest.json 2>/dev/null`,
    parse: ({ stdout, rc }) => {
      if (rc === 3) return { kind: 'missing' };
      return rc === 0 ? archiveOf(stdout.toString()) : { kind: 'unreadable' };
    },
  };
}

function archiveOf(manifest: string): Archive {
  const [image, ...more] = parseManifest(manifest);
  const id = /[0-9a-f]{64}/.exec(textIn(image, 'Config'))?.[0];
  if (id === undefined || more.length > 0) return { kind: 'unreadable' };
  return { kind: 'image', id, names: listIn(image, 'RepoTags').map(String) };
}

function parseManifest(text: string): readonly Json[] {
  try {
    const data = JSON.parse(text) as Json;
    return Array.isArray(data) ? (data as readonly Json[]) : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}

/** Why the archive is to be written; undefined when it holds this very image under this name alone. */
export function archiveReason(
  archive: Archive,
  { id, name }: { readonly id: string; readonly name: string },
): string | undefined {
  switch (archive.kind) {
    case 'missing':
      return 'since none present';
    case 'unreadable':
      return 'overwriting an unreadable archive file';
    case 'image':
      if (id === `sha256:${archive.id}` && archive.names.length === 1 && archive.names[0] === name)
        return undefined;
      return `overwriting archive with image ${archive.id} named ${archive.names.join(', ')}`;
  }
}

/** Writes an image to an archive beside the path and moves it there when it is whole. */
export async function writeArchive(
  { context, connection }: Engine,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<void> {
  if (path.endsWith('/')) throw new ModuleFailure(`archive_path: '${path}' is a folder`);
  const script = `${engineFunction(connection)}
target=${quotePath(path)}
[ ! -d "$target" ] || { echo 'there is a folder of that name' >&2; exit 1; }
part=$(mktemp "$target.XXXXXX") || exit 1
if engine save -- ${quote(name)} >"$part" && chmod =rw "$part" && mv -f "$part" "$target"; then exit 0; fi
rm -f "$part"
exit 1`;
  await runOrFail(context, script, { failure: `image ${name} cannot be written to ${path}` });
}
