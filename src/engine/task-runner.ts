import { ConnectionLost } from '../connection/types.ts';
import type { Diagnostic } from '../errors.ts';
import type { Task } from '../project/ast.ts';
import { accumulatedConditions } from '../project/inherit.ts';
import { BecomeError } from '../shell/types.ts';
import { createTimeLimit } from '../util/time-limit.ts';
import { wait } from '../util/wait.ts';
import { toBoolean } from '../values/boolean-words.ts';
import type { Dict, Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';
import type { Templar } from './dependencies.ts';
import { readKeywords, type TaskKeywords } from './keywords.ts';
import { itemVariables, type LoopControl, loopItems, readLoopControl } from './loop.ts';
import {
  combineItems,
  type Failure,
  failureOf,
  isSecretResult,
  isTrue,
  registered,
  resultOf,
  statusOf,
  type TaskOutcome,
} from './task-result.ts';
import { applyVerdicts } from './verdicts.ts';

/** One task about to be played on one host. */
export interface TaskFrame {
  readonly task: Task;
  /** The task's name as shown, for the trail of errors. */
  readonly title: string;
  readonly signal: AbortSignal;
  /** Asks for an end after the step in flight: neither another item nor another try. */
  readonly stopSignal: AbortSignal;
  /** Seconds for a try of a task that says no `timeout`; 0: no limit. */
  readonly timeout: number;
  /** The variables of host and task, with more on top (loop variables, the result so far). */
  scope(extra?: Dict): VariableScope;
  templar(scope: VariableScope): Templar;
  /** Runs the task's action once. Errors are thrown; a failure of the module is a result. */
  act(call: ActionCall): Promise<Dict>;
  /** An item of the loop is done. */
  onItem(outcome: TaskOutcome, label: Value | undefined): void;
  /** A try failed its `until` and another follows. */
  onRetry(outcome: TaskOutcome, attemptsLeft: number): void;
}

export interface ActionCall {
  readonly scope: VariableScope;
  readonly templar: Templar;
  readonly keywords: TaskKeywords;
  /** The loop's variables of this turn; undefined without a loop. */
  readonly loopVariables: Dict | undefined;
  /** Ends the action: the run is stopped, or the task's `timeout` has passed. */
  readonly signal: AbortSignal;
  /** Called when the arguments are rendered and the action starts. */
  begin(): void;
}

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

interface LoopItem {
  readonly control: LoopControl;
  readonly value: Value;
  readonly variables: Dict;
}

interface ItemCall {
  readonly frame: TaskFrame;
  readonly scope: VariableScope;
  readonly templar: Templar;
  readonly keywords: TaskKeywords;
  readonly item: LoopItem | undefined;
  /** Milliseconds to wait before it. */
  readonly pause?: number;
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

function skippedResult(): Dict {
  return resultOf({ changed: false, skipped: true, skip_reason: 'Conditional result was False' });
}

async function runWithRetries(call: ItemCall): Promise<TaskOutcome> {
  const { frame, keywords } = call;
  const until = frame.task.keywords.get('until');
  if (until === undefined) return runOnce(call);

  const retries = Math.max(0, keywords.number('retries') ?? 3);
  const delay = Math.max(0, keywords.number('delay') ?? 5);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await runOnce(call);
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

/** For conditions on the result: it is seen under the name that `register` gives it. */
function templarWithResult(call: ItemCall, result: Dict): Templar {
  const name = call.frame.task.keywords.get('register')?.value;
  const seen: Dict = new Map<Value, Value>(call.item?.variables ?? []);
  if (typeof name === 'string') seen.set(name, registered(result));
  return call.frame.templar(call.frame.scope(seen));
}

async function runOnce(call: ItemCall): Promise<TaskOutcome> {
  const { frame, keywords } = call;
  let result: Dict;
  let diagnostics: readonly Diagnostic[] = [];
  let begun = false;
  const seconds = keywords.number('timeout') ?? frame.timeout;
  const limit = createTimeLimit(seconds * 1000, frame.signal);
  try {
    result = await frame.act({
      scope: call.scope,
      templar: call.templar,
      keywords,
      loopVariables: call.item?.variables,
      signal: limit.signal,
      begin: () => {
        begun = true;
      },
    });
  } catch (error) {
    if (limit.isOver && !frame.signal.aborted) return timedOut(call, seconds);
    const known = resultOfError(error, frame.signal);
    if (known !== undefined) {
      result = known;
    } else {
      if (!begun) return { ...failed(frame, keywords, error), unbegun: true };
      const failure = failureOf(error, `in task '${frame.title}'`);
      result = failure.result;
      diagnostics = failure.diagnostics;
    }
  } finally {
    limit.release();
  }
  if (limit.isOver && !frame.signal.aborted) return timedOut(call, seconds);
  if (!result.has('changed')) result.set('changed', false);
  // A module's own prediction of a failed step stands unless the task has a rule of its own; no rule knows of a step
  // that was interrupted.
  const judged = !isTrue(result, 'unreachable') && !isTrue(result, 'skipped') && !frame.signal.aborted;
  if (judged && diagnostics.length === 0) {
    const templar = (): Templar => templarWithResult(call, result);
    diagnostics = applyVerdicts(result, { task: frame.task, title: frame.title, templar });
  }
  return outcomeOf({ result, keywords, diagnostics });
}

function interrupted(): Dict {
  return resultOf({ failed: true, changed: false, msg: 'interrupted before it was done' });
}

/** No rule of the task judges this, and it is not tried again. */
function timedOut({ frame, keywords }: ItemCall, seconds: number): TaskOutcome {
  const msg = `the action '${frame.task.action.name}' was not done within its timeout of ${seconds} s and was ended`;
  return {
    ...outcomeOf({ result: resultOf({ failed: true, changed: false, msg }), keywords }),
    timedOut: true,
  };
}

/** A lost machine is `unreachable`, a user that cannot be become is `failed`: results, not faults. */
function resultOfError(error: unknown, signal: AbortSignal): Dict | undefined {
  if (signal.aborted) return interrupted();
  if (error instanceof ConnectionLost) {
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return resultOf({ unreachable: true, changed: false, msg: error.message, reason: error.reason, ...hint });
  }
  if (error instanceof BecomeError) {
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return resultOf({ failed: true, changed: false, msg: error.message, ...hint });
  }
  return undefined;
}

function failed(frame: TaskFrame, keywords: TaskKeywords, error: unknown): TaskOutcome {
  const failure: Failure = failureOf(error, `in task '${frame.title}'`);
  return outcomeOf({ result: failure.result, keywords, diagnostics: failure.diagnostics });
}

interface OutcomeParts {
  readonly result: Dict;
  readonly keywords: TaskKeywords;
  readonly diagnostics?: readonly Diagnostic[];
}

function outcomeOf({ result, keywords, diagnostics = [] }: OutcomeParts): TaskOutcome {
  const status = statusOf(result);
  return {
    status,
    result,
    diagnostics,
    ignored:
      (status === 'failed' && flag(keywords, 'ignore_errors')) ||
      (status === 'unreachable' && flag(keywords, 'ignore_unreachable')),
    secret: isSecretResult(result) || flag(keywords, 'no_log', true),
  };
}

/** A keyword that cannot be rendered must not hide the outcome: it takes its safe value. */
function flag(keywords: TaskKeywords, name: string, whenUnknown = false): boolean {
  try {
    const value = keywords.value(name);
    return value === undefined || value === null ? false : (toBoolean(value) ?? whenUnknown);
  } catch {
    return whenUnknown;
  }
}
