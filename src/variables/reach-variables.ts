import type { Task } from '../project/ast.ts';
import { effectiveKeyword } from '../project/inherit.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';
import type { AccessDefaults } from './connection-variables.ts';

/**
 * The variables that say how a task is carried out where none of the host's does, as ansible-core 2.14 gives them: from
 * the task's keywords, else from the options of the run. They are weaker than any other.
 */
export function reachVariables(
  task: Task,
  defaults: Pick<AccessDefaults, 'connection' | 'remoteUser'>,
): ReadonlyDict {
  const connection = effectiveKeyword(task, 'connection')?.value ?? defaults.connection;
  const user = effectiveKeyword(task, 'remote_user')?.value ?? defaults.remoteUser;
  const reach = new Map<Value, Value>([['ansible_connection', connection]]);
  if (user !== undefined) reach.set('ansible_user', user).set('ansible_ssh_user', user);
  return reach;
}
