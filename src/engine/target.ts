import { randomBytes } from 'node:crypto';
import { ConnectionLost } from '../connection/types.ts';
import type { Target } from '../module/context.ts';
import { BecomeError, type BecomeSpec, type RunOptions, type RunResult, type Shell } from '../shell/types.ts';
import { createTimeLimit } from '../util/time-limit.ts';
import type { HostLink } from './host-link.ts';

export interface TargetOptions {
  readonly link: HostLink;
  readonly become: BecomeSpec | undefined;
  /** Exported for every step: the task's `environment`. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
  /** A shell of its own for what runs beside the host's other tasks. */
  readonly lane?: string | undefined;
}

/** A machine as one task's user sees it. Connects when it is first used. */
export function createTarget({ link, become, environment, signal, lane }: TargetOptions): Target {
  const shell = (): Promise<Shell> => link.shell(become, signal, lane);
  return {
    isLocal: link.isLocal,
    async run(script: string, options: RunOptions = {}): Promise<RunResult> {
      const session = await shell();
      return session.run(script, {
        ...options,
        signal: options.signal ?? signal,
        environment:
          environment === undefined ? options.environment : { ...environment, ...options.environment },
      });
    },
    async upload(content: Uint8Array, directory?: string): Promise<string> {
      const session = await shell();
      const folder = directory ?? (await session.temporaryDirectory());
      const path = `${folder === '/' ? '' : folder}/.tsplay-${randomBytes(9).toString('hex')}`;
      await session.put(path, content, { signal });
      return path;
    },
    async reconnect(timeoutMs) {
      await link.reset();
      const limit = createTimeLimit(timeoutMs, signal);
      try {
        await link.shell(become, limit.signal, lane);
        return undefined;
      } catch (error) {
        if (signal.aborted) throw error;
        if (limit.isOver) return `not connected within ${timeoutMs / 1000} s`;
        if (!(error instanceof ConnectionLost || error instanceof BecomeError)) throw error;
        await link.reset();
        return error.message;
      } finally {
        limit.release();
      }
    },
    probe: (key, read) => link.probe(become, key, read),
  };
}
