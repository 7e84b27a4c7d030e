import { randomBytes } from 'node:crypto';
import type { Target } from '../module/context.ts';
import type { BecomeSpec, RunOptions, RunResult, Shell } from '../shell/types.ts';
import type { HostLink } from './host-link.ts';

export interface TargetOptions {
  readonly link: HostLink;
  readonly become: BecomeSpec | undefined;
  /** Exported for every step: the task's `environment`. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
}

/** A machine as one task's user sees it. Connects when it is first used. */
export function createTarget({ link, become, environment, signal }: TargetOptions): Target {
  const shell = (): Promise<Shell> => link.shell(become, signal);
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
    probe: (key, read) => link.probe(become, key, read),
  };
}
