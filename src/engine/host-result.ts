import type { Task } from '../project/ast.ts';
import { toBoolean } from '../values/boolean-words.ts';
import type { Value } from '../values/types.ts';
import type { HostResult } from './events.ts';
import { moduleOf } from './module-of.ts';
import type { HostTaskCall } from './play-context.ts';
import { sealed } from './sealed.ts';
import { resultOf, type TaskOutcome } from './task-result.ts';

/** Ansible's own words for a result that `no_log` hides. */
const CENSORED =
  "the output has been hidden due to the fact that 'no_log: true' was specified for this result";

export interface HostResultParts {
  readonly call: HostTaskCall;
  readonly outcome: TaskOutcome;
  readonly delegatedTo: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
  readonly item?: Value | undefined;
}

function isAlwaysShown(task: Task, declared: boolean | 'unless-quiet' = false): boolean {
  if (declared !== 'unless-quiet') return declared;
  return toBoolean(task.action.args.get('quiet') ?? false) !== true;
}

/** What an event says of an outcome. This is the only way out of the engine, so `no_log` is applied here. */
export function hostResultOf({ call, outcome, delegatedTo, duration, item }: HostResultParts): HostResult {
  const { task, host, play } = call;
  const module = moduleOf(task.action, play.run.dependencies);
  return {
    host: host.name,
    delegatedTo,
    status: outcome.status,
    ignored: outcome.ignored,
    result: outcome.secret ? censored(outcome) : sealed(outcome.result),
    item: outcome.secret ? undefined : item,
    showDiff: !outcome.secret && play.run.showsDiff(task),
    alwaysShown: isAlwaysShown(task, module?.alwaysShown) && outcome.status !== 'skipped' && !outcome.secret,
    diagnostics: outcome.secret ? [] : outcome.diagnostics,
    duration,
  };
}

function censored(outcome: TaskOutcome): HostResult['result'] {
  return resultOf({ censored: CENSORED, changed: outcome.result.get('changed') ?? false });
}
