import { shortActionName } from '../../project/actions.ts';
import type { Action } from '../../project/ast.ts';

/** The actions that the engine itself does; everything else is a module. */
export type EngineAction =
  | 'add_host'
  | 'group_by'
  | 'meta'
  | 'include_tasks'
  | 'include_role'
  | 'include_vars';

export function isAction(action: Action, name: EngineAction): boolean {
  return shortActionName(action.name) === name;
}
