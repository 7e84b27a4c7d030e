import { randomBytes } from 'node:crypto';
import { type Connection, ConnectionLost } from '../connection/types.ts';
import { createSerialQueue } from './serial-queue.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { directoryName, madeDirectory, makeDirectoryStep, removeDirectories } from './session-directory.ts';
import type { BecomeSpec, Shell } from './types.ts';
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
  const directoryNames: string[] = [];
  let session: Session = await openSession(options);
  let directory: string | undefined;
  let closed = false;

  connection.closed.then(() => {
    closed = true;
  });

  /** The shell that is there, or a new one. */
  const liveSession = async (signal: AbortSignal | undefined): Promise<Session> => {
    if (closed) {
      throw new ConnectionLost('connection-lost', `the shell on ${connection.description} was closed`);
    }
    if (!session.usable) {
      directory = undefined;
      session = await openSession({ ...options, signal });
      if (directoryNames.length > 0) {
        await session.atExit(removeDirectories(directoryNames));
      }
    }
    return session;
  };
  const ownDirectory = (signal?: AbortSignal): Promise<string> =>
    queue(async () => {
      const live = await liveSession(signal);
      if (directory === undefined) {
        const name = directoryName();
        directoryNames.push(name);
        // Before it is made, so that no break of the connection leaves it behind.
        await live.atExit(removeDirectories(directoryNames));
        directory = madeDirectory(await live.run({ ...makeDirectoryStep(name), signal }));
      }
      return directory;
    }, signal);

  return {
    async run(script, { stdin, ...options } = {}) {
      const { signal } = options;
      if (stdin === undefined) {
        return queue(async () => (await liveSession(signal)).run({ script, ...options }), signal);
      }
      const stdinFile = `${await ownDirectory(signal)}/stdin-${randomBytes(8).toString('hex')}`;
      await uploads.put(stdinFile, typeof stdin === 'string' ? Buffer.from(stdin) : stdin, signal);
      return queue(async () => (await liveSession(signal)).run({ script, stdinFile, ...options }), signal);
    },
    put: (path, content, { signal } = {}) => uploads.put(path, content, signal),
    temporaryDirectory: () => ownDirectory(),
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
