import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ResultData } from '../result.ts';
import { directoryOf, quotePath } from './paths.ts';

/**
 * The folder that a file shall go into is not there: a failure. In check mode an earlier task may be the one that
 * makes it and has only said so: then the change is predicted, as Ansible does, with a warning that says on what. It
 * cannot be made below what is no folder.
 */
export async function refuseMissingFolder(
  context: Pick<ModuleContext, 'checkMode' | 'warn' | 'target' | 'signal'>,
  path: string,
  data: Readonly<Record<string, ResultData>>,
): Promise<void> {
  const folder = directoryOf(path);
  const script = `p=${quotePath(folder)}
while [ ! -e "$p" ]; do
  case $p in
    */*) p=\${p%/*}; p=\${p:-/} ;;
    *) p=. ;;
  esac
done
[ -d "$p" ]`;
  const mayBeMade =
    context.checkMode && (await context.target.run(`(${script})`, { signal: context.signal })).rc === 0;
  if (!mayBeMade) throw new ModuleFailure(`the directory ${folder} is not there`, data);
  context.warn(`the directory ${folder} is not there yet: this works only if an earlier task makes it`);
}
