import type { Ran } from './programs.ts';

/** A `task-finished` line of `--output json`. */
export interface FinishedEvent {
  readonly type: string;
  readonly host: string;
  readonly task: { readonly name: string };
  readonly status: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** How each task ended on each host, in the order of the run. */
export function finishedEvents(ran: Ran): readonly FinishedEvent[] {
  return ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FinishedEvent)
    .filter((event) => event.type === 'task-finished');
}
