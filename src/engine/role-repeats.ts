import type { RoleInvocation, Task } from '../project/ast.ts';

/**
 * Which uses of a role count on which host. A role that is used again in the same way is passed over on a host where
 * the earlier use has run a task; a use that was skipped as a whole does not count.
 */
export class RoleRepeats {
  readonly #ran = new Map<string, RoleInvocation>();

  isRepeat(task: Task, host: string): boolean {
    const key = keyOf(task, host);
    if (key === undefined) return false;
    const first = this.#ran.get(key);
    return first !== undefined && first !== task.role;
  }

  /** The task has run (it was not skipped) on the host. */
  hasRun(task: Task, host: string): void {
    const key = keyOf(task, host);
    if (key !== undefined && task.role !== undefined && !this.#ran.has(key)) this.#ran.set(key, task.role);
  }
}

function keyOf(task: Task, host: string): string | undefined {
  const identity = task.role?.identity;
  return identity === undefined ? undefined : `${host}\0${identity}`;
}
