import type { Task } from '../../project/ast.ts';
import type { PlayContext } from '../play-context.ts';
import type { RunHost } from '../run-host.ts';
import type { ActionCall } from '../task-frame.ts';

/** A task's action, about to be run once for one host. */
export interface HostActionCall extends ActionCall {
  readonly play: PlayContext;
  readonly task: Task;
  readonly host: RunHost;
  /** run_once: the other hosts, for which the outcome holds as well. */
  readonly sharedBy: readonly RunHost[];
}
