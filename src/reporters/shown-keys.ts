import type { TaskIdentity } from '../engine/events.ts';
import type { Value } from '../values/types.ts';

const debugNoise: ReadonlySet<Value> = new Set<Value>([
  'changed',
  'failed',
  'skipped',
  'item',
  'ansible_loop_var',
  'ansible_index_var',
  'attempts',
  'warnings',
]);
/** Keys of a result that have a line of their own, or are in the word before it. */
export const shownElsewhere: ReadonlySet<Value> = new Set<Value>(['diff', 'warnings', 'failed', 'skipped']);

/** The same, of what a loop's items come to: each had its own line. */
export const shownOfLoops: ReadonlySet<Value> = new Set<Value>([...shownElsewhere, 'results']);

/** The keys that are not shown of a task's result: what debug says is all there is to say. */
export function noiseOf(task: TaskIdentity): ReadonlySet<Value> {
  return isDebug(task) ? debugNoise : shownElsewhere;
}

function isDebug(task: TaskIdentity): boolean {
  return /^(ansible\.(builtin|legacy)\.)?debug$/.test(task.action);
}
