import { ModuleFailure } from '../../../result.ts';
import { quotePath } from '../../paths.ts';
import { streams } from '../../plain-output.ts';
import { runOrFail } from '../../run-or-fail.ts';
import type { Engine } from '../api.ts';
import { engineFunction } from '../connection.ts';

/** Loads the images of an archive. Throws ModuleFailure when the wanted one is not among them. */
export async function loadImage(
  { context, connection }: Engine,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<void> {
  const { stdout, stderr } = await runOrFail(
    context,
    `${engineFunction(connection)}\nengine load <${quotePath(path)}`,
    { failure: `the archive ${path} cannot be loaded` },
  );
  const loaded = stdout
    .split('\n')
    .filter((line) => line.startsWith('Loaded image'))
    .map((line) => line.replace(/^Loaded image(?: ID|\(s\))?: */, '').replace(/^localhost\//, ''));
  // Older engines say nothing of what they load.
  if (loaded.length === 0 || loaded.includes(name)) return;
  throw new ModuleFailure(
    `${path} holds ${loaded.join(', ')}, not ${name}`,
    streams(stdout.trimEnd(), stderr.trimEnd()),
  );
}
