import type { Play, RoleInvocation, Task } from '../project/ast.ts';
import type { Dict, Value } from '../values/types.ts';
import { playIncluded } from './actions/include.ts';
import { playMeta } from './actions/meta.ts';
import { isAction } from './actions/names.ts';
import type { Templar } from './dependencies.ts';
import type { TaskIdentity } from './events.ts';
import { type NamedHandler, Notifications } from './handlers.ts';
import { runHostTask } from './host-task.ts';
import { readKeywords } from './keywords.ts';
import type { PlayContext, TaskFailure } from './play-context.ts';
import { handlersOf, stepsOf } from './play-steps.ts';
import { RoleRepeats } from './role-repeats.ts';
import type { RunHost } from './run-host.ts';
import type { RunState } from './run-state.ts';
import { settle } from './settle.ts';
import { isOut, registered, type TaskOutcome } from './task-result.ts';
import { type Place, type Walk, walkSteps } from './walk.ts';

export interface PlayRunParts {
  readonly run: RunState;
  readonly play: Play;
  /** The hosts of this batch. */
  readonly hosts: readonly RunHost[];
  /** Renders what belongs to the play as a whole (names of handlers). */
  readonly renderText: (value: Value) => string;
  readonly addRoles: (roles: readonly RoleInvocation[]) => void;
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
  #ended = false;
  #endsPlay = false;

  constructor({ run, play, hosts, renderText, addRoles }: PlayRunParts) {
    this.run = run;
    this.play = play;
    this.hosts = hosts;
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

  /** Plays the facts task, if there is one, and the sections of the play. */
  async start(facts: Task | undefined): Promise<void> {
    if (facts !== undefined) await walkSteps(this, [facts], this.hosts);
    for (const section of stepsOf(this.play)) {
      await walkSteps(this, section, this.hosts);
      await this.flushHandlers();
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
    if (this.run.skipsUntilStart(title)) return;
    if (isAction(task.action, 'meta')) {
      await playMeta(this, task, hosts);
      return;
    }
    await this.#playOn({ task, identity: this.run.identify(task, title), hosts, place });
  }

  onRescue(host: RunHost): void {
    const failure = this.failures.get(host.name);
    if (failure === undefined) return;
    const task: Dict = new Map<Value, Value>([
      ['name', this.run.nameOf(failure.task, () => this.templar(failure.task, host))],
      ['action', failure.task.action.name],
    ]);
    host.setVariables(
      new Map<Value, Value>([
        ['ansible_failed_task', task],
        ['ansible_failed_result', registered(failure.result)],
      ]),
    );
  }

  /**
   * Runs the handlers that were notified, in order of definition; those that handlers notify while this goes on run in
   * the same flush, in further passes if they stand earlier.
   */
  async flushHandlers(flushing: readonly RunHost[] = this.hosts): Promise<void> {
    let previous: NamedHandler | undefined;
    while (!this.stopped) {
      const able = flushing.filter((host) => this.#mayRunHandlers(host));
      const taken = this.notifications.take(new Set(able.map((host) => host.name)), previous);
      if (taken !== undefined) {
        previous = taken.named;
        const hosts = able.filter((host) => taken.hosts.has(host.name));
        await this.#playHandler(taken.named, hosts);
      } else if (previous === undefined) {
        return;
      } else {
        previous = undefined;
      }
    }
  }

  async #playHandler({ handler }: NamedHandler, hosts: readonly RunHost[]): Promise<void> {
    const first = hosts[0];
    if (first === undefined) return;
    const templar = (): Templar => this.templar(handler, first);
    // force_handlers: failed hosts run their handlers and are failed still.
    const revived = hosts.filter((host) => this.progress.of(host.name) === 'failed');
    for (const host of revived) this.progress.set(host.name, 'active');
    const identity = this.run.identify(handler, this.run.titleOf(handler, templar), 'handler');
    await this.#playOn({ task: handler, identity, hosts, place: { rescuable: false } });
    for (const host of revived) {
      if (this.progress.of(host.name) === 'active') this.progress.set(host.name, 'failed');
    }
  }

  #mayRunHandlers(host: RunHost): boolean {
    const state = this.progress.of(host.name);
    return state === 'active' || (state === 'failed' && this.run.forcesHandlers(this.play));
  }

  async #playOn({ task, identity, hosts, place }: TaskOnHosts): Promise<void> {
    const first = hosts[0];
    if (first === undefined) return;
    const templar = (): Templar => this.templar(task, first);
    this.run.emit({ type: 'task-started', task: identity });
    const once = this.run.isOn('run_once', task, templar);
    const outcomes = new Map<RunHost, TaskOutcome>();
    await Promise.all(
      (once ? [first] : hosts).map((host) =>
        this.run.limit(async () => {
          if (this.run.stopSignal.aborted) return;
          const sharedBy = once ? hosts.slice(1) : [];
          const outcome = await runHostTask({ play: this, task, host, sharedBy, identity });
          outcomes.set(host, outcome);
          settle({ play: this, task, host, outcome, place, sharedBy });
        }),
      ),
    );
    if (!place.rescuable) this.#applyLimits(task, outcomes, templar);
    if (isAction(task.action, 'include_tasks') || isAction(task.action, 'include_role')) {
      const everywhere = outcomes.get(first);
      if (once && everywhere !== undefined) for (const host of hosts) outcomes.set(host, everywhere);
      await playIncluded({ play: this, task, identity, outcomes, place });
    }
  }

  /** any_errors_fatal and max_fail_percentage: the failure of some ends the run for all. */
  #applyLimits(task: Task, outcomes: ReadonlyMap<RunHost, TaskOutcome>, templar: () => Templar): void {
    if (![...outcomes.values()].some(isOut)) return;
    const fatal = this.run.isOn('any_errors_fatal', task, templar);
    const limit = readKeywords(task, templar()).number('max_fail_percentage');
    const out = this.hosts.filter((host) => ['failed', 'unreachable'].includes(this.progress.of(host.name)));
    const tooMany = limit !== undefined && (out.length * 100) / this.hosts.length > limit;
    if (!fatal && !tooMany) return;
    for (const host of this.hosts) {
      if (this.progress.of(host.name) === 'active') this.progress.set(host.name, 'failed');
    }
    this.run.abort();
  }
}

interface TaskOnHosts {
  readonly task: Task;
  readonly identity: TaskIdentity;
  readonly hosts: readonly RunHost[];
  readonly place: Place;
}
