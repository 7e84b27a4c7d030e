import type { Task } from '../project/ast.ts';
import { effectiveKeyword } from '../project/inherit.ts';
import { str } from '../values/printing.ts';
import type { Dict, Value } from '../values/types.ts';
import { isAction } from './actions/names.ts';
import { readKeywords } from './keywords.ts';
import type { PlayContext } from './play-context.ts';
import type { RunHost } from './run-host.ts';
import { isOut, isTrue, registered, type TaskOutcome } from './task-result.ts';
import type { Place } from './walk.ts';

export interface Settlement {
  readonly play: PlayContext;
  readonly task: Task;
  readonly host: RunHost;
  readonly outcome: TaskOutcome;
  readonly place: Place;
  /** run_once: the other hosts, for which the outcome holds as well. */
  readonly sharedBy: readonly RunHost[];
  /** The other hosts that a failure takes out as well: those that share it, and those that a task ran for unasked. */
  readonly failsWith: readonly RunHost[];
}

/** What an outcome means for its host: the recap's counts, registered variables, notifications, and being out. */
export function settle(settlement: Settlement): void {
  const { task, host, outcome, sharedBy, failsWith, play } = settlement;
  if (outcome.status !== 'skipped') play.roleRepeats.hasRun(task, host.name);
  for (const each of [host, ...sharedBy]) register(task, each, outcome);
  if (isOut(outcome)) for (const each of [host, ...failsWith]) takeOut(settlement, each);
  count(settlement);
  if (outcome.status === 'changed') notify(settlement, play);
}

function register(task: Task, host: RunHost, outcome: TaskOutcome): void {
  const name = task.keywords.get('register')?.value;
  if (typeof name === 'string') host.setVariables(new Map([[name, registered(outcome.result)]]));
}

function takeOut({ play, task, outcome }: Settlement, host: RunHost): void {
  if (outcome.status === 'unreachable') {
    play.progress.set(host.name, 'unreachable');
    return;
  }
  play.progress.set(host.name, 'failed');
  play.failures.set(host.name, { task, result: outcome.result });
}

function count({ play, task, host, outcome, place }: Settlement): void {
  const { stats } = play.run;
  switch (outcome.status) {
    case 'ok':
    case 'changed':
      for (let times = okCount(task, outcome); times > 0; times -= 1) stats.add(host.name, 'ok');
      break;
    case 'skipped':
      stats.add(host.name, 'skipped');
      break;
    case 'unreachable':
      stats.add(host.name, outcome.ignored ? 'ignored' : 'unreachable');
      if (outcome.ignored) stats.add(host.name, 'ok');
      break;
    case 'failed':
      if (outcome.ignored) {
        stats.add(host.name, 'ok');
        stats.add(host.name, 'ignored');
      } else {
        stats.add(host.name, place.rescuable ? 'rescued' : 'failed');
      }
      break;
  }
  const counts = outcome.status === 'changed' || (outcome.status === 'failed' && outcome.ignored);
  if (counts && isTrue(outcome.result, 'changed')) stats.add(host.name, 'changed');
}

/** An include_tasks counts once for each file that it includes, an include_role not at all. */
function okCount(task: Task, { result }: TaskOutcome): number {
  if (isAction(task.action, 'include_role')) return 0;
  const items = result.get('results');
  if (!isAction(task.action, 'include_tasks') || !Array.isArray(items)) return 1;
  return (items as readonly Value[]).filter((item) => item instanceof Map && item.has('include')).length;
}

function notify({ task, host, outcome, play: { run } }: Settlement, play: PlayContext): void {
  if (effectiveKeyword(task, 'notify') === undefined) return;
  const written = notifying(outcome).flatMap((item) =>
    readKeywords(task, play.templar(task, host, item)).list('notify'),
  );
  for (const name of new Set(written.flatMap(names))) {
    const fresh = play.notifications.notify(name, host.name);
    if (fresh === undefined) throw run.unknownHandler({ task, name, known: play.notifications.names() });
    for (const handler of fresh) run.emit({ type: 'handler-notified', handler, host: host.name });
  }
}

/** The variables of every turn of a loop that ran: a name may be made of the item. Without a loop, none. */
function notifying({ result }: TaskOutcome): readonly (Dict | undefined)[] {
  const items = result.get('results');
  if (!Array.isArray(items)) return [undefined];
  const turns = (items as readonly Value[]).filter((item): item is Dict => item instanceof Map);
  const ran = turns.filter((turn) => turn.has('ansible_loop_var') && !isTrue(turn, 'skipped'));
  return ran.length === 0 ? [undefined] : ran.map(loopVariables);
}

function loopVariables(turn: Dict): Dict {
  const ofTheLoop = ['ansible_loop_var', 'ansible_index_var'];
  const names = [...ofTheLoop, ...ofTheLoop.map((name) => turn.get(name)), 'ansible_loop'];
  return new Map([...turn].filter(([name]) => names.includes(name)));
}

/** A template may give a list of names. */
function names(notified: Value): readonly string[] {
  return Array.isArray(notified) ? (notified as readonly Value[]).flatMap(names) : [str(notified)];
}
