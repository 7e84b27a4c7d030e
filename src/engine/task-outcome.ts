import type { Diagnostic } from '../errors.ts';
import { toBoolean } from '../values/boolean-words.ts';
import type { Dict } from '../values/types.ts';
import type { TaskKeywords } from './keywords.ts';
import type { TaskFrame } from './task-frame.ts';
import {
  type Failure,
  failureOf,
  isSecretResult,
  resultOf,
  statusOf,
  type TaskOutcome,
} from './task-result.ts';

interface OutcomeParts {
  readonly result: Dict;
  readonly keywords: TaskKeywords;
  readonly diagnostics?: readonly Diagnostic[];
}

/** What a result means, with what the task's keywords say of failures and of secrets. */
export function outcomeOf({ result, keywords, diagnostics = [] }: OutcomeParts): TaskOutcome {
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

/** What an error of tsplay's own finding comes to. */
export function failed(frame: TaskFrame, keywords: TaskKeywords, error: unknown): TaskOutcome {
  const failure: Failure = failureOf(error, `in task '${frame.title}'`);
  return outcomeOf({ result: failure.result, keywords, diagnostics: failure.diagnostics });
}

/** Of a task whose condition is false. */
export function skippedResult(): Dict {
  return resultOf({ changed: false, skipped: true, skip_reason: 'Conditional result was False' });
}

/** Of a step that the user ended. */
export function interrupted(): Dict {
  return resultOf({ failed: true, changed: false, msg: 'interrupted before it was done' });
}
