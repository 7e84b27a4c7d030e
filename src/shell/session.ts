import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { type Deferred, deferred } from '../connection/deferred.ts';
import { settledWithin } from '../connection/settled-within.ts';
import { type ChannelExit, type Connection, ConnectionLost } from '../connection/types.ts';
import { endProcesses } from './end-processes.ts';
import { createFrame, type Frame } from './frame.ts';
import { launch } from './launch.ts';
import { stepText } from './step-text.ts';
import type { BecomeSpec, RunResult } from './types.ts';

/** What one step may print on one stream: a runaway command must not eat the controller's memory. */
const MAX_OUTPUT_BYTES = 1024 ** 3;
/** How long ending a step's processes may take before the session is given up. */
const END_TIMEOUT_MS = 15_000;
/** How long a shell may take to report a step whose processes were ended. */
const REPORT_TIMEOUT_MS = 2_000;
/** How long the output of a shell that has ended is waited for. */
const LAST_OUTPUT_MS = 500;

export interface SessionOptions {
  readonly connection: Connection;
  readonly become?: BecomeSpec | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The shell; `/bin/sh` unless a test wants another one. */
  readonly program?: string | undefined;
}

export interface Step {
  readonly script: string;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly onStdout?: ((piece: Buffer) => void) | undefined;
  /** A file on the machine, deleted when the step begins. */
  readonly stdinFile?: string | undefined;
}

/** One `/bin/sh` that stays, on one channel. One step at a time: the caller queues. */
export interface Session {
  /** False once the shell is gone, or in doubt: it is never used again then. */
  readonly usable: boolean;
  run(step: Step): Promise<RunResult>;
  /** Has the shell do this when it ends, however its input ends. No round trip. */
  atExit(script: string): Promise<void>;
  /** Lets the shell end. */
  close(): void;
}

type Outcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'shell-ended'; readonly exit: ChannelExit }
  | { readonly kind: 'interrupted'; readonly by: 'timeout' | 'abort' }
  | { readonly kind: 'failed'; readonly error: unknown };

interface RunningStep {
  readonly stdout: Frame;
  readonly stderr: Frame;
  readonly outcome: Deferred<Outcome>;
  /** Settles when the shell has reported the end, or is gone, however the step was interrupted meanwhile. */
  readonly reported: Deferred<void>;
  /** Of the monotonic clock, when it was sent. */
  readonly sentAt: number;
}

/** Starts the shell. Errors: as `launch`. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { connection, become, program = '/bin/sh' } = options;
  const { channel, pid, listen } = await launch({
    connection,
    become,
    script: `exec ${program}`,
    signal: options.signal,
  });
  let running: RunningStep | undefined;
  let usable = true;

  const receive = (stream: 'stdout' | 'stderr'): ((chunk: Buffer) => void) => {
    return (chunk) => {
      const step = running;
      if (step === undefined) {
        return;
      }
      try {
        if (step[stream].feed(chunk) && step.stdout.complete && step.stderr.complete) {
          step.outcome.resolve({ kind: 'finished' });
          step.reported.resolve();
        }
      } catch (error) {
        step.outcome.resolve({ kind: 'failed', error });
      }
    };
  };
  listen({ stdout: receive('stdout'), stderr: receive('stderr') });
  const shellEnded = (outcome: Outcome): void => {
    usable = false;
    running?.outcome.resolve(outcome);
    running?.reported.resolve();
  };
  // One listener for the session's life: one for each step would pile up on a promise that stays pending.
  channel.ended.then(
    async (exit) => {
      usable = false;
      // Its last output may be on the way still; who holds the stream open in the background may do so for ever.
      await settledWithin(channel.exit, LAST_OUTPUT_MS);
      shellEnded({ kind: 'shell-ended', exit });
      channel.close();
    },
    (error: unknown) => shellEnded({ kind: 'failed', error: duringStep(error) }),
  );

  const abandon = (): void => {
    usable = false;
    channel.close();
  };

  /** Ends the step's processes; the session stays only if the shell then reports the step's end in good order. */
  const interrupt = async (step: RunningStep): Promise<void> => {
    await settledWithin(endProcesses({ connection, become, shellPid: pid }), END_TIMEOUT_MS);
    if (!(await settledWithin(step.reported.promise, REPORT_TIMEOUT_MS))) {
      abandon();
    }
  };

  const finish = async (step: RunningStep, signal: AbortSignal | undefined): Promise<RunResult> => {
    const outcome = await step.outcome.promise;
    const result = (rc: number, timedOut = false): RunResult => ({
      rc,
      stdout: step.stdout.output(),
      stderr: step.stderr.output(),
      timedOut,
      elapsedMs: performance.now() - step.sentAt,
    });
    switch (outcome.kind) {
      case 'finished':
        return result(Number(step.stdout.trailer));
      case 'shell-ended':
        return result(statusOf(outcome.exit));
      case 'interrupted':
        await interrupt(step);
        if (outcome.by === 'abort') {
          throw signal?.reason;
        }
        return result(
          step.stdout.complete ? Number(step.stdout.trailer) : 128 + constants.signals.SIGKILL,
          true,
        );
      case 'failed':
        if (usable) {
          await interrupt(step);
          abandon();
        }
        throw outcome.error;
    }
  };

  return {
    get usable() {
      return usable;
    },
    async run(request) {
      const marker = `tsplay-${randomBytes(16).toString('hex')}`;
      const text = stepText({ ...request, marker });
      const frame = { marker, maxBytes: MAX_OUTPUT_BYTES };
      const step: RunningStep = {
        stdout: createFrame({ ...frame, sink: request.onStdout }),
        stderr: createFrame(frame),
        outcome: deferred<Outcome>(),
        reported: deferred<void>(),
        sentAt: performance.now(),
      };
      const onAbort = (): void => step.outcome.resolve({ kind: 'interrupted', by: 'abort' });
      const timer =
        request.timeoutMs === undefined
          ? undefined
          : setTimeout(() => step.outcome.resolve({ kind: 'interrupted', by: 'timeout' }), request.timeoutMs);
      request.signal?.addEventListener('abort', onAbort, { once: true });
      running = step;
      try {
        // A write fails when the shell is gone, and then its end is what settles the step.
        channel.write(text).catch(() => undefined);
        return await finish(step, request.signal);
      } finally {
        running = undefined;
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', onAbort);
      }
    },
    atExit: (script) => channel.write(`trap '${script.replaceAll("'", "'\\''")}' EXIT\n`),
    close: () => channel.end(),
  };
}

/** A status as a shell gives it: 128+n for a signal. */
function statusOf({ code, signal }: ChannelExit): number {
  if (code !== null) {
    return code;
  }
  const number = Object.entries(constants.signals).find(([name]) => name === `SIG${signal}`)?.[1];
  return 128 + (number ?? 0);
}

function duringStep(error: unknown): unknown {
  return error instanceof ConnectionLost
    ? new ConnectionLost(
        error.reason,
        `${error.message}; the step that was running may or may not have been carried out`,
        error.hint,
      )
    : error;
}
