import type { Dict, Value } from '../values/types.ts';
import { runAction } from './actions/run-action.ts';
import { hostResultOf } from './host-result.ts';
import type { HostTaskCall } from './play-context.ts';
import type { TaskFrame } from './task-frame.ts';
import type { TaskOutcome } from './task-result.ts';
import { runTask } from './task-runner.ts';

/** Plays one task on one host and says so: events for items and retries as they happen, one for the whole at the end. */
export async function runHostTask(call: HostTaskCall): Promise<TaskOutcome> {
  const { play, task, host, sharedBy, identity } = call;
  const { run } = play;
  const started = performance.now();
  let itemStarted = started;
  let delegatedTo: string | undefined;

  const event = (outcome: TaskOutcome, since: number, item?: Value) =>
    hostResultOf({ call, outcome, delegatedTo, duration: performance.now() - since, item });

  const frame: TaskFrame = {
    task,
    title: identity.name,
    signal: run.signal,
    stopSignal: run.stopSignal,
    timeout: run.options.taskTimeout,
    scope: (extra?: Dict) => {
      const { variables } = call;
      return host.scope(task, variables === undefined ? extra : new Map([...(extra ?? []), ...variables]));
    },
    templar: (scope) => run.templar(task, scope, play.play.directory),
    act: async (action) => {
      const done = await runAction({ ...action, play, task, host, sharedBy });
      delegatedTo = done.delegatedTo;
      return done.result;
    },
    warn: (problem) => run.warnOnce(problem),
    onItem: (outcome, label) => {
      run.emit({ type: 'item-finished', task: identity, ...event(outcome, itemStarted, label) });
      itemStarted = performance.now();
    },
    onRetry: (outcome, attemptsLeft) => {
      run.emit({ type: 'task-retried', task: identity, attemptsLeft, ...event(outcome, started) });
    },
  };
  const outcome = await runTask(frame);
  run.emit({
    type: 'task-finished',
    task: identity,
    looped: task.loop !== undefined,
    ...event(outcome, started),
  });
  return outcome;
}
