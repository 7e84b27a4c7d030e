import { TsplayError } from '../errors.ts';
import type { Task } from '../project/ast.ts';
import { settleAll } from '../util/settle-all.ts';
import { playIncluded } from './actions/include.ts';
import { isAction } from './actions/names.ts';
import { runDebugged } from './debugger.ts';
import type { Templar } from './dependencies.ts';
import type { TaskIdentity } from './events.ts';
import { readKeywords } from './keywords.ts';
import { moduleOf } from './module-of.ts';
import type { PlayContext } from './play-context.ts';
import type { RunHost } from './run-host.ts';
import { settle } from './settle.ts';
import { isOut, type TaskOutcome } from './task-result.ts';
import type { Place, Walk } from './walk.ts';

export interface TaskOnHosts {
  readonly play: PlayContext & Walk<RunHost>;
  readonly task: Task;
  readonly identity: TaskIdentity;
  readonly hosts: readonly RunHost[];
  readonly place: Place;
}

/** Plays one task on hosts side by side, settles what came of it, and walks into what it includes. */
export async function playOnHosts(call: TaskOnHosts): Promise<void> {
  const { play, task, identity, hosts, place } = call;
  const { run } = play;
  const first = hosts[0];
  if (first === undefined) return;
  const templar = (): Templar => play.templar(task, first);
  const host = play.strategy.inStep ? undefined : first.name;
  run.emit({ type: 'task-started', task: identity, host });
  const reach = reachOf(call, templar);
  const outcomes = new Map<RunHost, TaskOutcome>();
  const throttle = readKeywords(task, templar()).number('throttle') ?? 0;
  await settleAll(
    (reach === 'each' ? hosts : [first]).map((host) =>
      play.limit(task, throttle, async () => {
        if (run.stopSignal.aborted) return;
        const others = reach === 'each' ? [] : hosts.slice(1);
        const sharedBy = reach === 'first-for-all' ? others : [];
        const outcome = await runDebugged({ play, task, host, sharedBy, identity });
        outcomes.set(host, outcome);
        settle({ play, task, host, outcome, place, sharedBy, failsWith: others });
      }),
    ),
  );
  if (!place.rescuable && play.strategy.inStep) applyLimits(call, outcomes, templar);
  if (isAction(task.action, 'include_tasks') || isAction(task.action, 'include_role')) {
    await playIncluded({ play, task, identity, hosts, outcomes, place });
  }
}

/** Who runs a task: each host; the first for all (run_once); the first alone, once for the batch (add_host, pause). */
type Reach = 'each' | 'first-for-all' | 'first-alone';

function reachOf({ play, task }: TaskOnHosts, templar: () => Templar): Reach {
  const { run, strategy } = play;
  const isForBatch =
    isAction(task.action, 'add_host') || moduleOf(task.action, run.dependencies)?.oncePerBatch === true;
  const once = run.isOn('run_once', task, templar);
  if (strategy.inStep) return isForBatch ? 'first-alone' : once ? 'first-for-all' : 'each';
  if (isForBatch) {
    throw new TsplayError({
      code: 'strategy-once-per-batch',
      message: `'${task.action.name}' runs once for all hosts, which the strategy '${strategy.name}' cannot do: each of its hosts goes its own way`,
      span: task.action.span,
      hint: 'put it into a play of its own with the strategy linear',
    });
  }
  if (once) {
    run.warnOnce({
      code: 'strategy-run-once',
      message: `run_once means nothing with the strategy '${strategy.name}': every host runs the task`,
      span: task.span,
    });
  }
  return 'each';
}

/** any_errors_fatal and max_fail_percentage: the failure of some ends the run for all. */
function applyLimits(
  { play, task }: TaskOnHosts,
  outcomes: ReadonlyMap<RunHost, TaskOutcome>,
  templar: () => Templar,
): void {
  if (![...outcomes.values()].some(isOut)) return;
  const fatal = play.run.isOn('any_errors_fatal', task, templar);
  const limit = readKeywords(task, templar()).number('max_fail_percentage');
  const out = play.hosts.filter((host) => ['failed', 'unreachable'].includes(play.progress.of(host.name)));
  const tooMany = limit !== undefined && (out.length * 100) / play.hosts.length > limit;
  if (!fatal && !tooMany) return;
  for (const host of play.hosts) {
    if (play.progress.of(host.name) === 'active') play.progress.set(host.name, 'failed');
  }
  play.run.abort();
}
