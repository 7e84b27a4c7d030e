import type { Writable } from 'node:stream';
import { ConnectionLost } from './types.ts';

/** Writes and waits until the stream takes more. Rejects with ConnectionLost when the stream is, or gets, closed. */
export function writeToStream(stream: Writable, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      settle();
      reject(new ConnectionLost('connection-lost', 'the command ended before it had read all of its input'));
    };
    const drained = (): void => {
      settle();
      resolve();
    };
    const settle = (): void => {
      stream.off('drain', drained);
      stream.off('close', fail);
      stream.off('error', fail);
    };
    if (stream.destroyed || stream.writableEnded) {
      fail();
      return;
    }
    stream.on('close', fail);
    stream.on('error', fail);
    if (stream.write(data)) {
      drained();
    } else {
      stream.on('drain', drained);
    }
  });
}
