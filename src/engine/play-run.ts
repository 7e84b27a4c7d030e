import type { Play, RoleInvocation, Task } from '../project/ast.ts';
import { createLimiter, type Limiter } from '../util/limiter.ts';
import { settleAll } from '../util/settle-all.ts';
import type { Dict, Value } from '../values/types.ts';
import { playMeta } from './actions/meta.ts';
import { isAction } from './actions/names.ts';
import type { Templar } from './dependencies.ts';
import type { TaskIdentity } from './events.ts';
import { failedTaskOf } from './failed-task.ts';
import { flushHandlers } from './flush-handlers.ts';
import { Notifications } from './handlers.ts';
import type { PlayContext, TaskFailure } from './play-context.ts';
import { handlersOf, stepsOf } from './play-steps.ts';
import { RoleRepeats } from './role-repeats.ts';
import type { RunHost } from './run-host.ts';
import type { RunState } from './run-state.ts';
import { lanesOf, type Strategy } from './strategy.ts';
import { playOnHosts } from './task-on-hosts.ts';
import { registered } from './task-result.ts';
import { type Place, type Walk, walkSteps } from './walk.ts';

export interface PlayRunParts {
  readonly run: RunState;
  readonly play: Play;
  /** The hosts of this batch. */
  readonly hosts: readonly RunHost[];
  readonly strategy: Strategy;
  /** Renders what belongs to the play as a whole (names of handlers). */
  readonly renderText: (value: Value) => string;
  readonly addRoles: (roles: readonly RoleInvocation[]) => void;
}

export interface FactsToGather {
  readonly task: Task;
  /** Those of the batch whose facts are wanted. */
  readonly hosts: readonly RunHost[];
}

/** One batch of hosts playing one play: its sections in order, the handlers flushed after each. */
export class PlayRun implements PlayContext, Walk<RunHost> {
  readonly run: RunState;
  readonly play: Play;
  readonly hosts: readonly RunHost[];
  readonly notifications: Notifications;
  readonly renderText: (value: Value) => string;
  readonly addRoles: (roles: readonly RoleInvocation[]) => void;
  readonly failures = new Map<string, TaskFailure>();
  readonly roleRepeats = new RoleRepeats();
  readonly strategy: Strategy;
  readonly #identities = new Map<Task, TaskIdentity>();
  readonly #throttles = new Map<Task, Limiter>();
  #ended = false;
  #endsPlay = false;

  constructor({ run, play, hosts, strategy, renderText, addRoles }: PlayRunParts) {
    this.run = run;
    this.play = play;
    this.hosts = hosts;
    this.strategy = strategy;
    this.renderText = renderText;
    this.addRoles = addRoles;
    this.notifications = new Notifications(handlersOf(play, renderText));
  }

  get progress(): RunState['progress'] {
    return this.run.progress;
  }

  get stopped(): boolean {
    return this.#ended || this.run.stopSignal.aborted;
  }

  /** Plays the facts task, if there is one, and the sections of the play: all hosts together, or each by itself. */
  async start(facts: FactsToGather | undefined): Promise<void> {
    const enter: Limiter = this.strategy.pinned ? createLimiter(this.run.options.forks) : (job) => job();
    const lanes = lanesOf(this.strategy, this.hosts);
    await settleAll(
      lanes.map((lane) => enter(() => this.#playLane(lane, facts))),
      () => this.endBatch(),
    );
  }

  async #playLane(hosts: readonly RunHost[], facts: FactsToGather | undefined): Promise<void> {
    if (facts !== undefined)
      await walkSteps(
        this,
        [facts.task],
        hosts.filter((host) => facts.hosts.includes(host)),
      );
    for (const section of stepsOf(this.play)) {
      await walkSteps(this, section, hosts);
      await this.flushHandlers(hosts, { rescuable: false });
    }
  }

  /** Whether the batches that are left are not to be played either. */
  get endsPlay(): boolean {
    return this.#endsPlay;
  }

  /** meta: end_play. */
  endPlay(): void {
    this.#endsPlay = true;
    this.endBatch();
  }

  /** meta: end_batch. */
  endBatch(): void {
    this.#ended = true;
    this.endHosts(this.hosts);
  }

  /** Takes hosts out of the rest of this play. */
  endHosts(hosts: readonly RunHost[]): void {
    for (const host of hosts) {
      if (this.progress.of(host.name) === 'active') this.progress.set(host.name, 'ended');
    }
  }

  templar(task: Task, host: RunHost, extra?: Dict): Templar {
    return this.run.templar(task, host.scope(task, extra), this.play.directory);
  }

  async playTask(task: Task, active: readonly RunHost[], place: Place): Promise<void> {
    const hosts = active.filter((host) => !this.roleRepeats.isRepeat(task, host.name));
    const first = hosts[0];
    if (first === undefined) return;
    const templar = (): Templar => this.templar(task, first);
    if (!this.run.isSelected(task, templar)) return;
    const title = this.run.titleOf(task, templar);
    if (this.run.skipsUntilStart(title, hosts)) return;
    if (isAction(task.action, 'meta')) {
      await playMeta({ play: this, task, hosts, place });
      return;
    }
    if (!(await this.run.confirms(title))) return;
    await playOnHosts({ play: this, task, identity: this.identify(task, title), hosts, place });
  }

  onRescue(host: RunHost): void {
    const failure = this.failures.get(host.name);
    if (failure === undefined) return;
    const task = failedTaskOf(failure.task, this.templar(failure.task, host));
    host.setVariables(
      new Map<Value, Value>([
        ['ansible_failed_task', task],
        ['ansible_failed_result', registered(failure.result)],
      ]),
    );
  }

  async flushHandlers(hosts: readonly RunHost[], place: Place): Promise<void> {
    await flushHandlers({ play: this, hosts, place });
  }

  /** With hosts on their own ways, each task is one to whoever follows the run, though hosts come to it at other times. */
  identify(task: Task, title: string, kind: TaskIdentity['kind'] = 'task'): TaskIdentity {
    const known = this.strategy.inStep ? undefined : this.#identities.get(task);
    const identity = known ?? this.run.identify(task, title, kind);
    this.#identities.set(task, identity);
    return identity;
  }

  /** Runs a job of a task when a fork is free for it, and no more than `throttle` (0: any number) of that task at a time. */
  limit(task: Task, throttle: number, job: () => Promise<void>): Promise<void> {
    const forked = (): Promise<void> => this.run.limit(job);
    if (throttle <= 0) return forked();
    const limiter = this.#throttles.get(task) ?? createLimiter(throttle);
    this.#throttles.set(task, limiter);
    return limiter(forked);
  }
}
