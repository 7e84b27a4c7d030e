import { TsplayError } from '../errors.ts';
import type { AnyModule } from '../module/define.ts';
import type { Action } from '../project/ast.ts';
import type { EngineDependencies } from './dependencies.ts';

type Registries = Pick<EngineDependencies, 'modules' | 'ownModules'>;

/** The module of an action; undefined when there is none, or when it is the project's own and not loaded yet. */
export function moduleOf({ own, name }: Action, { modules, ownModules }: Registries): AnyModule | undefined {
  return own === undefined ? modules.get(name) : ownModules.get(own);
}

/** The same, loaded when it is the project's own. What is wrong with its file is said at the action. */
export async function loadModuleOf(action: Action, registries: Registries): Promise<AnyModule | undefined> {
  if (action.own === undefined) return moduleOf(action, registries);
  try {
    return await registries.ownModules.load(action.own);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const diagnostics = error.diagnostics.map((diagnostic) => ({ ...diagnostic, span: action.span }));
    throw new TsplayError({ code: error.code, message: error.message, span: action.span, diagnostics });
  }
}
