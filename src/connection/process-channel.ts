import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { writeToStream } from './stream-write.ts';
import { type Channel, type ChannelExit, ConnectionLost } from './types.ts';

/** A child process of this program as a channel. */
export function processChannel(child: ChildProcessWithoutNullStreams, program = '/bin/sh'): Channel {
  const ended = settlement(child, 'exit', program);
  const exit = settlement(child, 'close', program);
  // A command may end without reading its input: the write that is under way reports it.
  child.stdin.on('error', () => undefined);

  return {
    ended,
    exit,
    write: (data) => writeToStream(child.stdin, data),
    end: () => void child.stdin.end(),
    onStdout: (listener) => void child.stdout.on('data', listener),
    onStderr: (listener) => void child.stderr.on('data', listener),
    close() {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      // Only the process itself: what an earlier step left running in the background is meant to stay.
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
      }
    },
  };
}

function settlement(
  child: ChildProcessWithoutNullStreams,
  event: 'exit' | 'close',
  program: string,
): Promise<ChannelExit> {
  const settled = new Promise<ChannelExit>((resolve, reject) => {
    child.once(event, (code, signal) => resolve({ code, signal: signal?.replace(/^SIG/, '') ?? null }));
    child.once('error', (error) =>
      reject(new ConnectionLost('no-shell', `cannot start ${program}: ${error.message}`)),
    );
  });
  // Whoever needs it awaits it; a channel that nobody awaits must not end the program.
  settled.catch(() => undefined);
  return settled;
}
