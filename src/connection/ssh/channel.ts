import type { ClientChannel } from 'ssh2';
import { writeToStream } from '../stream-write.ts';
import type { Channel, ChannelExit, ConnectionLost } from '../types.ts';

/** A command on an SSH connection as a channel. `lost` tells why the connection is gone, when it is. */
export function sshChannel(stream: ClientChannel, lost: () => ConnectionLost | undefined): Channel {
  let status: ChannelExit | undefined;
  stream.on('exit', (code: number | null, signal?: string) => {
    status = { code, signal: signal?.replace(/^SIG/, '') ?? null };
  });
  const exit = new Promise<ChannelExit>((resolve, reject) => {
    stream.once('close', () => {
      const failure = lost();
      if (status !== undefined) {
        resolve(status);
      } else if (failure !== undefined) {
        reject(failure);
      } else {
        resolve({ code: null, signal: null });
      }
    });
  });
  // Whoever needs the exit awaits it; a channel that nobody awaits must not end the program.
  exit.catch(() => undefined);
  stream.on('error', () => undefined);
  stream.stderr.on('error', () => undefined);

  return {
    exit,
    async write(data) {
      try {
        await writeToStream(stream, data);
      } catch (error) {
        throw lost() ?? error;
      }
    },
    end: () => void stream.end(),
    onStdout: (listener) => void stream.on('data', listener),
    onStderr: (listener) => void stream.stderr.on('data', listener),
    close() {
      stream.close();
      // Its 'close' comes only after its output was read, and nobody reads any more.
      stream.resume();
      stream.stderr.resume();
    },
  };
}
