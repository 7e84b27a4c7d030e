import { randomBytes } from 'node:crypto';
import { type Connection, ConnectionLost } from '../connection/types.ts';
import { quote } from './quote.ts';
import { createSerialQueue } from './serial-queue.ts';
import { openSession, type Session, type SessionOptions, type Step } from './session.ts';
import { madeDirectory, makeDirectoryStep } from './session-directory.ts';
import type { BecomeSpec, RunResult, Shell } from './types.ts';
import { createUploads } from './uploads.ts';

/**
 * Opens one user's persistent shell on a machine: two round trips, one for the channel and one for the command.
 *
 * When a step takes the shell with it (`kill $$`, a timeout that could not be cleared up), that step is reported as it
 * ended, nothing is run again, and the next step gets a new shell.
 *
 * Errors: ConnectionLost, BecomeError, the signal's reason.
 */
export function openShell(
  connection: Connection,
  become: BecomeSpec | undefined,
  signal?: AbortSignal,
): Promise<Shell> {
  return openShellWith({ connection, become, signal });
}

/** As `openShell`, with another program than `/bin/sh` if wanted. */
export async function openShellWith(options: SessionOptions): Promise<Shell> {
  const { connection, become } = options;
  const queue = createSerialQueue();
  const uploads = createUploads({ connection, become });
  let session: Session = await openSession(options);
  let closed = false;
  let directory: string | undefined;
  const directories: string[] = [];

  connection.closed.then(() => {
    closed = true;
  });

  const removeDirectoriesAtExit = async (): Promise<void> => {
    if (directories.length > 0) {
      await session.atExit(`rm -rf ${directories.map(quote).join(' ')}`);
    }
  };
  const runStep = async (step: Step): Promise<RunResult> => {
    if (closed) {
      throw new ConnectionLost('connection-lost', `the shell on ${connection.description} was closed`);
    }
    if (!session.usable) {
      directory = undefined;
      session = await openSession({ ...options, signal: step.signal });
      await removeDirectoriesAtExit();
    }
    return session.run(step);
  };
  const findDirectory = (signal?: AbortSignal): Promise<string> =>
    queue(async () => {
      if (directory === undefined || !session.usable) {
        const name = `tsplay-${randomBytes(12).toString('hex')}`;
        directory = madeDirectory(await runStep({ ...makeDirectoryStep(name), signal }));
        directories.push(directory);
        await removeDirectoriesAtExit();
      }
      return directory;
    }, signal);
  return {
    async run(script, { stdin, ...rest } = {}) {
      if (stdin === undefined) {
        return queue(() => runStep({ script, ...rest }), rest.signal);
      }
      const stdinFile = `${await findDirectory(rest.signal)}/stdin-${randomBytes(8).toString('hex')}`;
      await uploads.put(stdinFile, typeof stdin === 'string' ? Buffer.from(stdin) : stdin, rest.signal);
      return queue(() => runStep({ script, stdinFile, ...rest }), rest.signal);
    },
    put: (path, content, { signal } = {}) => uploads.put(path, content, signal),
    temporaryDirectory: () => findDirectory(),
    get closed() {
      return closed;
    },
    close() {
      closed = true;
      uploads.close();
      session.close();
    },
  };
}
