import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ResultData } from '../result.ts';
import { directoryOf } from './paths.ts';

/**
 * The folder that a file shall go into is not there: a failure. In check mode an earlier task may be the one that
 * makes it and has only said so: then the change is predicted, as Ansible does, with a warning that says on what.
 */
export function refuseMissingFolder(
  context: Pick<ModuleContext, 'checkMode' | 'warn'>,
  path: string,
  data: Readonly<Record<string, ResultData>>,
): void {
  const folder = directoryOf(path);
  if (!context.checkMode) throw new ModuleFailure(`the directory ${folder} is not there`, data);
  context.warn(`the directory ${folder} is not there yet: this works only if an earlier task makes it`);
}
