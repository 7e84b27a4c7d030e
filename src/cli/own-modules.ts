import { type Diagnostic, TsplayError } from '../errors.ts';
import type { OwnModules } from '../module/own/own-modules.ts';
import type { OwnModuleFile, Task } from '../project/ast.ts';
import { accumulatedConditions } from '../project/inherit.ts';

/**
 * Loads the project's own modules that tasks name. A broken one is an error. One that cannot run here is like a module
 * that is missing: a warning, where no condition may keep hosts from it.
 */
export async function loadOwnModules(
  tasks: readonly Task[],
  ownModules: OwnModules,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const task of tasks) {
    const { own } = task.action;
    if (own !== undefined) found.push(...(await problemsOf(own, { task, ownModules })));
  }
  return found;
}

async function problemsOf(
  own: OwnModuleFile,
  { task, ownModules }: { readonly task: Task; readonly ownModules: OwnModules },
): Promise<readonly Diagnostic[]> {
  try {
    await ownModules.load(own);
    return [];
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const isRefused = error.code === 'own-module-refused';
    if (isRefused && accumulatedConditions(task).length > 0) return [];
    const message = isRefused
      ? `${error.message}: every host that comes to this task fails there`
      : error.message;
    const { code } = error;
    return [{ severity: isRefused ? 'warning' : 'error', code, message, span: task.action.span }];
  }
}
