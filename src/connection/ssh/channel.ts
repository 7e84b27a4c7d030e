import type { ClientChannel } from 'ssh2';
import { deferred } from '../deferred.ts';
import { writeToStream } from '../stream-write.ts';
import type { Channel, ChannelExit, ConnectionLost } from '../types.ts';

/** A command on an SSH connection as a channel. `lost` tells why the connection is gone, when it is. */
export function sshChannel(stream: ClientChannel, lost: () => ConnectionLost | undefined): Channel {
  let status: ChannelExit | undefined;
  const ended = deferred<ChannelExit>();
  stream.on('exit', (code: number | null, signal?: string) => {
    status = { code, signal: signal?.replace(/^SIG/, '') ?? null };
    ended.resolve(status);
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
  exit.then(ended.resolve, ended.reject);
  // Whoever needs them awaits them; a channel that nobody awaits must not end the program.
  ended.promise.catch(() => undefined);
  stream.on('error', () => undefined);
  stream.stderr.on('error', () => undefined);

  return {
    exit,
    ended: ended.promise,
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
