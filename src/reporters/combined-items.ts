import type { RunEvent } from '../engine/events.ts';

/**
 * Whether a task's result only puts together what its items' events said. A censored one does not: it is all there is.
 * Results of modules may have a key `results` of their own.
 */
export function combinesItems(event: Extract<RunEvent, { type: 'task-finished' }>): boolean {
  return event.looped && event.result.has('results');
}
