import { ConnectionLost } from '../connection/types.ts';
import type { Diagnostic } from '../errors.ts';
import { BecomeError } from '../shell/types.ts';
import { createTimeLimit } from '../util/time-limit.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Templar } from './dependencies.ts';
import type { ItemCall } from './task-frame.ts';
import { failed, interrupted, outcomeOf } from './task-outcome.ts';
import { failureOf, isTrue, registered, resultOf, type TaskOutcome } from './task-result.ts';
import { applyVerdicts } from './verdicts.ts';

/** One try of a task's action, within its timeout, and what the task itself calls changed or failed. */
export async function tryOnce(call: ItemCall): Promise<TaskOutcome> {
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

/** For conditions on the result: it is seen under the name that `register` gives it. */
export function templarWithResult(call: ItemCall, result: Dict): Templar {
  const name = call.frame.task.keywords.get('register')?.value;
  const seen: Dict = new Map<Value, Value>(call.item?.variables ?? []);
  if (typeof name === 'string') seen.set(name, registered(result));
  return call.frame.templar(call.frame.scope(seen));
}
