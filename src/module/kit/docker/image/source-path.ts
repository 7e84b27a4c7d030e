import { ModuleFailure } from '../../../result.ts';
import { quotePath } from '../../paths.ts';
import { read } from '../../reading.ts';
import type { Engine } from '../api.ts';

/** Throws ModuleFailure when there is nothing at the path that an image is to come from, also in check mode. */
export async function requireSource(
  { context }: Engine,
  { path, kind }: { readonly path: string; readonly kind: 'folder' | 'archive' },
): Promise<void> {
  const { isThere } = await read(context, {
    isThere: {
      script: `[ ${kind === 'folder' ? '-d' : '-e'} ${quotePath(path)} ]`,
      parse: ({ rc }) => rc === 0,
    },
  });
  if (!isThere) throw new ModuleFailure(`there is no ${kind} ${path}`);
}
