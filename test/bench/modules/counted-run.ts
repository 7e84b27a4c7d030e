import { prepareRun } from '../../../src/cli/prepare.ts';
import { runPlaybooks } from '../../../src/engine/run.ts';
import { type Counted, countingShell } from './counting-shell.ts';

export interface CountedRun {
  /** Milliseconds of each task, in order. */
  readonly times: readonly number[];
  /** For each mark, what was counted before it. */
  readonly counted: readonly Counted[];
  /** How many shells were opened. */
  readonly shells: number;
}

export interface Project {
  readonly inventory: string;
  readonly site: string;
}

/** Plays on one host, in this process, so that what goes through its shell can be counted. A failure is thrown. */
export async function countedRun(host: string, { inventory, site }: Project): Promise<CountedRun> {
  const options = {
    inventory: [inventory],
    limit: host,
    extraVars: [],
    tags: [],
    skipTags: [],
    verbose: 0,
    output: 'human',
  } as const;
  const { request, diagnostics } = await prepareRun([site], options);
  const problem = diagnostics.find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new Error(`tsplay: ${problem.message}`);
  const { dependencies } = request;
  const counted: Counted[] = [];
  const times: number[] = [];
  let shells = 0;
  const never = new AbortController().signal;
  const events = runPlaybooks({
    ...request,
    stopSignal: never,
    signal: never,
    dependencies: {
      ...dependencies,
      openShell: async (...wanted) => {
        shells += 1;
        return countingShell(await dependencies.openShell(...wanted), (each) => counted.push(each));
      },
    },
  });
  for await (const event of events) {
    if (event.type !== 'task-finished') continue;
    if (event.status === 'failed')
      throw new Error(`tsplay: '${event.task.name}' failed: ${String(event.result.get('msg'))}`);
    times.push(event.duration);
  }
  return { times, counted, shells };
}
