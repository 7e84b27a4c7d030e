import type { Diagnostic } from '../errors.ts';
import { TsplayError } from '../errors.ts';
import { fromJs } from '../values/convert.ts';
import { isTruthy } from '../values/truth.ts';
import type { Dict, Value } from '../values/types.ts';
import type { TaskStatus } from './events.ts';

/** How one task, or one item of its loop, ended on one host. */
export interface TaskOutcome {
  readonly status: TaskStatus;
  /** Failed or unreachable, but `ignore_errors` / `ignore_unreachable` lets the host go on. */
  readonly ignored: boolean;
  /** Under Ansible's result keys, not censored. */
  readonly result: Dict;
  /** What is wrong and where, when tsplay itself found it (templates, arguments). */
  readonly diagnostics: readonly Diagnostic[];
  /** Must not be shown: `no_log`. */
  readonly secret: boolean;
  /** The action was not begun: its condition or arguments could not be rendered. Ends a loop as a whole. */
  readonly unbegun?: boolean;
  /** The task's `timeout` has ended it: it is not tried again. */
  readonly timedOut?: boolean;
}

/** Makes a result of plain data. */
export function resultOf(data: Readonly<Record<string, unknown>>): Dict {
  return fromJs(data) as Dict;
}

export function isTrue(result: Dict, key: string): boolean {
  const value = result.get(key);
  return value !== undefined && isTruthy(value);
}

/** The status that a result's own keys say. */
export function statusOf(result: Dict): TaskStatus {
  if (isTrue(result, 'unreachable')) return 'unreachable';
  if (isTrue(result, 'failed')) return 'failed';
  if (isTrue(result, 'skipped')) return 'skipped';
  return isTrue(result, 'changed') ? 'changed' : 'ok';
}

export interface Failure {
  readonly result: Dict;
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns what was thrown while a task ran into its failed result. Internal faults keep their stack, for the report. */
export function failureOf(error: unknown, trail: string): Failure {
  if (error instanceof TsplayError) {
    const diagnostics = error.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      trail: [trail, ...(diagnostic.trail ?? [])],
    }));
    return { result: resultOf({ failed: true, changed: false, msg: error.message }), diagnostics };
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'internal-error',
    message: `tsplay itself failed: ${message}`,
    hint:
      stack === undefined
        ? undefined
        : `this is a fault of tsplay, please report it with this stack:\n${stack}`,
    trail: [trail],
  };
  return {
    result: resultOf({ failed: true, changed: false, msg: `internal error: ${message}` }),
    diagnostics: [diagnostic],
  };
}

/** The one result of a loop, from those of its items: `results`, and the flags that any or all of them have. */
export function combineItems(items: readonly Dict[]): Dict {
  const combined: Dict = new Map<Value, Value>();
  loopResults.add(combined);
  const failed = items.some((item) => isTrue(item, 'failed'));
  const skipped = items.every((item) => isTrue(item, 'skipped'));
  for (const item of items) completeResult(item);
  combined.set('results', [...items]);
  combined.set(
    'changed',
    items.some((item) => isTrue(item, 'changed')),
  );
  if (items.length === 0) {
    combined.set('skipped', true);
    combined.set('skipped_reason', 'No items in the list');
    return combined;
  }
  if (failed) combined.set('failed', true);
  combined.set('skipped', skipped);
  combined.set('msg', combinedMessage({ failed, skipped }));
  return combined;
}

function combinedMessage({
  failed,
  skipped,
}: {
  readonly failed: boolean;
  readonly skipped: boolean;
}): string {
  if (failed) return 'One or more items failed';
  return skipped ? 'All items skipped' : 'All items completed';
}

/**
 * What `register` stores of one run of an action: the result, with `changed` always there, and `failed` unless it was
 * skipped, could not be reached or is an include. A loop's result is stored as it is: its items have both.
 */
export function registered(result: Dict): Dict {
  const stored: Dict = new Map(result);
  if (!loopResults.has(result)) completeResult(stored);
  return stored;
}

function completeResult(result: Dict): void {
  if (!result.has('changed')) result.set('changed', false);
  const hasVerdict =
    !isTrue(result, 'skipped') && !isTrue(result, 'unreachable') && !result.has('include_args');
  if (hasVerdict) result.set('failed', isTrue(result, 'failed'));
}

/** Notes that a result must not be shown, whatever the task says: it holds what an encrypted file does. */
export function markSecret(result: Dict): void {
  secretResults.add(result);
}

/** Whether it was noted so. */
export function isSecretResult(result: Dict): boolean {
  return secretResults.has(result);
}

const secretResults = new WeakSet<Dict>();

/** A module's result may have a key `results` too: what tells a loop's is that it was combined here. */
const loopResults = new WeakSet<Dict>();

/** Whether the outcome takes the host out of the play. */
export function isOut(outcome: TaskOutcome): boolean {
  return (outcome.status === 'failed' || outcome.status === 'unreachable') && !outcome.ignored;
}
