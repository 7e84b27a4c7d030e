import type { Play, RoleInvocation, Task } from '../project/ast.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Templar } from './dependencies.ts';
import type { TaskIdentity } from './events.ts';
import type { Notifications } from './handlers.ts';
import type { HostProgress } from './host-progress.ts';
import type { RoleRepeats } from './role-repeats.ts';
import type { RunHost } from './run-host.ts';
import type { RunState } from './run-state.ts';
import type { Strategy } from './strategy.ts';
import type { Place } from './walk.ts';

/** What failed last on a host, for its rescue section. */
export interface TaskFailure {
  readonly task: Task;
  readonly result: Dict;
}

/** The play that is being played, as tasks, actions and outcomes see it. */
export interface PlayContext {
  readonly run: RunState;
  readonly play: Play;
  /** The hosts of the batch. */
  readonly hosts: readonly RunHost[];
  readonly strategy: Strategy;
  readonly progress: HostProgress;
  readonly notifications: Notifications;
  readonly failures: Map<string, TaskFailure>;
  readonly roleRepeats: RoleRepeats;
  /** The identity under which events speak of a task that is about to be played. */
  identify(task: Task, title: string, kind?: TaskIdentity['kind']): TaskIdentity;
  /** Runs a job of a task under the limits of `forks` and `throttle` (0: none). */
  limit(task: Task, throttle: number, job: () => Promise<void>): Promise<void>;
  /** Rendering for one task on one host. */
  templar(task: Task, host: RunHost, extra?: Dict): Templar;
  /** Renders what belongs to the play as a whole (names of handlers). */
  renderText(value: Value): string;
  /** Roles that an include brings into the play: their defaults and vars become visible to it. */
  addRoles(roles: readonly RoleInvocation[]): void;
  /** Flushes the handlers of these hosts; `place` is what surrounds the flush. */
  flushHandlers(hosts: readonly RunHost[], place: Place): Promise<void>;
  /** meta: end_play. */
  endPlay(): void;
  /** meta: end_batch. */
  endBatch(): void;
  /** Takes hosts out of the rest of this play. */
  endHosts(hosts: readonly RunHost[]): void;
}

/** One task on one host of a play. */
export interface HostTaskCall {
  readonly play: PlayContext;
  readonly task: Task;
  readonly host: RunHost;
  /** run_once: the other hosts, for which the outcome holds as well. */
  readonly sharedBy: readonly RunHost[];
  readonly identity: TaskIdentity;
  /** Variables that were changed in the debugger: stronger than all others. */
  readonly variables?: Dict | undefined;
}
