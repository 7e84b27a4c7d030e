import { randomBytes } from 'node:crypto';
import type { Connection } from '../connection/types.ts';
import { becomeMethods } from './become/methods.ts';
import { followHandshake, type Launched } from './handshake.ts';
import { loginShellCommand } from './login-shell.ts';
import type { BecomeSpec } from './types.ts';

/** How long a login shell and sudo may take to answer. */
const ANSWER_TIMEOUT_MS = 60_000;

export interface LaunchOptions {
  readonly connection: Connection;
  readonly become?: BecomeSpec | undefined;
  /** POSIX shell text without secrets: it shows in the machine's process list. */
  readonly script: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs shell text on a channel of its own, as the wanted user, and resolves when it has begun.
 *
 * All in one command line: the login shell starts /bin/sh, which says that it is there, becomes the user, says so
 * again, and runs the script. The first word tells a login shell that refuses from a sudo that does.
 *
 * Errors: ConnectionLost (`no-shell` when the login shell gives none), BecomeError, the signal's reason.
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { connection, become, signal, timeoutMs = ANSWER_TIMEOUT_MS } = options;
  signal?.throwIfAborted();
  const random = `tsplay-${randomBytes(12).toString('hex')}`;
  const words = { loggedIn: `${random}-in`, ready: `${random}-ready`, prompt: `${random}-password:` };
  const announced = `echo ${words.ready} $$; echo ${words.ready} >&2; ${options.script}`;
  const text =
    become === undefined
      ? announced
      : `echo ${words.loggedIn}; echo ${words.loggedIn} >&2; ${becomeMethods[become.method].command({ spec: become, script: announced, prompt: words.prompt })}`;
  const channel = await connection.exec(loginShellCommand(text));
  const handshake = followHandshake({ channel, become, words });
  return new Promise<Launched>((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      settle();
      reject(error);
      channel.close();
    };
    const onAbort = (): void => fail(signal?.reason);
    const timer = setTimeout(() => fail(handshake.timedOut(timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) {
      onAbort();
    }
    handshake.launched.then((launched) => {
      settle();
      resolve(launched);
    }, fail);
  });
}
