import type { Secret } from '../values/types.ts';

/** Who commands run as, when not as the login user. */
export interface BecomeSpec {
  readonly method: 'sudo' | 'su' | 'doas';
  readonly user: string;
  readonly password?: Secret | undefined;
  /** Extra options for the method, split as words (`become_flags`); sudo's default is `-H -S -n`-like and chosen by us. */
  readonly flags?: string | undefined;
  /** The method's program, when it is not on PATH (`become_exe`). */
  readonly exe?: string | undefined;
}

export interface RunOptions {
  /** Milliseconds. When it passes, the command's processes are ended and the result says `timedOut`. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Exported for this step only. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Takes stdout piece by piece as it comes, however much it is; that of the result is empty then. What it throws ends
   * the step.
   */
  readonly onStdout?: ((piece: Buffer) => void) | undefined;
  /** Bytes for the command's stdin; /dev/null otherwise. Goes over a channel of its own, never as shell text. */
  readonly stdin?: string | Uint8Array | undefined;
}

export interface RunResult {
  /** Exit status; 128+n for a signal. */
  readonly rc: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
  /** Milliseconds from sending the step to its end, the way there and back included. */
  readonly elapsedMs?: number;
}

/**
 * One user's persistent `/bin/sh` on one machine. Steps run one at a time, in the order of the calls; whatever a
 * script does (exit, set -e, unbalanced quotes, reading stdin) ends with that step.
 *
 * Errors: ConnectionLost when the machine is gone; BecomeError when the user cannot be become.
 */
export interface Shell {
  /** Runs POSIX shell text; one round trip. */
  run(script: string, options?: RunOptions): Promise<RunResult>;
  /** Writes bytes to a path that must not exist yet (noclobber, umask 077), as this shell's user; its folder must exist. */
  put(path: string, content: Uint8Array, options?: Pick<RunOptions, 'signal'>): Promise<void>;
  /**
   * The session's own folder on the machine (mode 0700): made on first use, removed with all that is in it when the
   * shell ends, also when the connection breaks.
   */
  temporaryDirectory(): Promise<string>;
  /** The shell was closed, or its connection is gone. (A `/bin/sh` that a step took with it is replaced unseen.) */
  readonly closed: boolean;
  close(): void;
}

/** sudo, su or doas refused: that host's failed result (not unreachable). */
export class BecomeError extends Error {
  override readonly name = 'BecomeError';
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
