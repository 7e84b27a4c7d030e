import { setMaxListeners } from 'node:events';
import type { RunEvent } from '../engine/events.ts';
import { runPlaybooks } from '../engine/run.ts';
import type { RunRequest } from '../engine/run-request.ts';
import { TsplayError } from '../errors.ts';
import type { Reporter } from '../reporters/types.ts';
import { ask, canAsk } from './ask.ts';
import { exitCodeOfStats, exitCodes } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import type { Terminal } from './output.ts';
import { createLineReader } from './read-line.ts';

export interface PlayTo {
  readonly terminal: Terminal;
  readonly reporter: Reporter;
  /** Sees every event as well (to collect drift). */
  readonly observe?: ((event: RunEvent) => void) | undefined;
}

const goingDown = 'interrupted: waiting for the tasks in flight (once more ends them on the hosts as well)';

function interruption(): TsplayError {
  return new TsplayError({
    code: 'interrupted',
    message: 'interrupted: what this task had done by then stays done',
  });
}

/**
 * Plays and prints as it goes. Ctrl-C once lets the steps in flight finish and prints the recap; twice ends what runs
 * on the hosts as well. Returns the exit code.
 */
export async function playOnTerminal(
  request: Omit<RunRequest, 'signal' | 'stopSignal'>,
  { terminal, reporter, observe }: PlayTo,
): Promise<number> {
  const stop = new AbortController();
  const kill = new AbortController();
  // Each host at work listens to them, and there may be any number: that is no leak.
  setMaxListeners(0, stop.signal, kill.signal);
  const release = onInterrupt({
    first: () => {
      stop.abort(new Error('interrupted'));
      terminal.write([{ stream: 'stderr', text: `\n${goingDown}\n` }]);
    },
    second: () => kill.abort(interruption()),
  });
  const lines = createLineReader();
  let code: number = exitCodes.ok;
  try {
    for await (const event of runPlaybooks({
      ...request,
      ask: canAsk() ? ({ text, secret }) => ask(text, { secret }) : undefined,
      readLine: lines.read,
      stopSignal: stop.signal,
      signal: kill.signal,
    })) {
      observe?.(event);
      terminal.write(reporter.report(event));
      if (event.type === 'run-finished') {
        code = event.interrupted ? exitCodes.interrupted : exitCodeOfStats(event.stats.values());
      }
    }
  } finally {
    lines.close();
    release();
  }
  return code;
}
