import type { Task } from '../project/ast.ts';
import { accumulatedConditions } from '../project/inherit.ts';
import { wait } from '../util/wait.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Templar } from './dependencies.ts';
import { readKeywords, type TaskKeywords } from './keywords.ts';
import { bareVariable, itemVariables, type LoopControl, loopItems, readLoopControl } from './loop.ts';
import { templarWithResult, tryOnce } from './task-attempt.ts';
import type { ItemCall, LoopItem, TaskFrame } from './task-frame.ts';
import { failed, interrupted, outcomeOf, skippedResult } from './task-outcome.ts';
import { combineItems, statusOf, type TaskOutcome } from './task-result.ts';

/** Plays one task on one host: loop, condition, retries, action, and what the task itself calls changed or failed. */
export async function runTask(frame: TaskFrame): Promise<TaskOutcome> {
  const scope = frame.scope();
  const templar = frame.templar(scope);
  const keywords = readKeywords(frame.task, templar);
  const { loop } = frame.task;
  if (loop === undefined) return runItem({ frame, scope, templar, keywords, item: undefined });

  let items: readonly Value[];
  let control: LoopControl;
  try {
    items = loopItems(loop, templar);
    control = readLoopControl(frame.task, templar);
  } catch (error) {
    return loopFailed({ frame, templar, keywords, error });
  }
  const bare = bareVariable(loop, scope);
  if (bare !== undefined) frame.warn(bare);
  return runLoop(frame, items, control);
}

/** A loop that cannot be evaluated does not matter when the task's condition is false without it. */
function loopFailed(x: {
  readonly frame: TaskFrame;
  readonly templar: Templar;
  readonly keywords: TaskKeywords;
  readonly error: unknown;
}): TaskOutcome {
  const { frame, templar, keywords, error } = x;
  try {
    if (!conditionsHold(frame.task, templar)) return outcomeOf({ result: skippedResult(), keywords });
  } catch (conditionError) {
    return failed(frame, keywords, conditionError);
  }
  return failed(frame, keywords, error);
}

async function runLoop(
  frame: TaskFrame,
  items: readonly Value[],
  control: LoopControl,
): Promise<TaskOutcome> {
  const outcomes: TaskOutcome[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const variables = itemVariables({ control, items, index });
    const scope = frame.scope(variables);
    const templar = frame.templar(scope);
    const keywords = readKeywords(frame.task, templar);
    const item: LoopItem = { control, value: items[index] ?? null, variables };
    const pause = index > 0 ? control.pause * 1000 : 0;
    const outcome = await runItem({ frame, scope, templar, keywords, item, pause });
    if (outcome.unbegun === true) return outcome;
    for (const [name, value] of variables) outcome.result.set(name, value);
    outcomes.push(outcome);
    frame.onItem(outcome, outcome.secret ? undefined : itemLabel(control, templar, items[index] ?? null));
    if (frame.signal.aborted || frame.stopSignal.aborted) break;
    try {
      if (breaksLoop({ frame, scope, templar, keywords, item }, outcome.result)) break;
    } catch (error) {
      return failed(frame, keywords, error);
    }
  }
  const result = combineItems(outcomes.map((outcome) => outcome.result));
  if (outcomes.length < items.length) {
    result.set('failed', true);
    result.set('msg', `interrupted after ${outcomes.length} of ${items.length} items`);
  }
  const bad = outcomes.filter((outcome) => outcome.status === 'failed' || outcome.status === 'unreachable');
  return {
    result,
    status: outcomes.some((outcome) => outcome.status === 'unreachable') ? 'unreachable' : statusOf(result),
    ignored: bad.length > 0 && bad.every((outcome) => outcome.ignored),
    diagnostics: [],
    secret: outcomes.some((outcome) => outcome.secret),
  };
}

/** `break_when` of loop_control. */
function breaksLoop(call: ItemCall, result: Dict): boolean {
  const breakWhen = call.item?.control.breakWhen;
  return breakWhen !== undefined && templarWithResult(call, result).condition(breakWhen);
}

function itemLabel(control: LoopControl, templar: Templar, item: Value): Value {
  if (control.label === undefined) return item;
  try {
    return templar.render(control.label);
  } catch {
    // A label is decoration: what it cannot show is shown whole, the task goes on.
    return item;
  }
}

async function runItem(call: ItemCall): Promise<TaskOutcome> {
  const { frame, templar, keywords, pause = 0 } = call;
  try {
    if (pause > 0) await wait(pause, frame.signal);
    if (!conditionsHold(frame.task, templar)) return outcomeOf({ result: skippedResult(), keywords });
    return await runWithRetries(call);
  } catch (error) {
    if (frame.stopSignal.aborted) return outcomeOf({ result: interrupted(), keywords });
    return { ...failed(frame, keywords, error), unbegun: true };
  }
}

function conditionsHold(task: Task, templar: Templar): boolean {
  return accumulatedConditions(task).every((condition) => templar.condition(condition.value));
}

async function runWithRetries(call: ItemCall): Promise<TaskOutcome> {
  const { frame, keywords } = call;
  const until = frame.task.keywords.get('until');
  if (until === undefined) return tryOnce(call);

  const retries = Math.max(0, keywords.number('retries') ?? 3);
  const delay = Math.max(0, keywords.number('delay') ?? 5);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(call);
    const isFinal =
      outcome.status === 'skipped' || outcome.status === 'unreachable' || outcome.timedOut === true;
    if (isFinal) return outcome;
    outcome.result.set('attempts', Math.min(attempt, Math.max(retries, 1)));
    const done = templarWithResult(call, outcome.result).condition(until.value);
    if (done) return outcome;
    if (attempt > retries) {
      outcome.result.set('failed', true);
      // failed_when has the last word on the task, though not on what is registered.
      if (frame.task.keywords.has('failed_when')) return outcome;
      return { ...outcome, status: 'failed', ignored: keywords.bool('ignore_errors') ?? false };
    }
    frame.onRetry(outcome, retries - attempt + 1);
    await wait(delay * 1000, AbortSignal.any([frame.signal, frame.stopSignal]));
  }
}
