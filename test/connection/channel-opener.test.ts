import { PassThrough } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { expect, test } from 'vitest';
import { createChannelOpener } from '../../src/connection/ssh/channel-opener.ts';

/** A client whose server sends the answer, the output, the status and the end of a command in one packet. */
function clientOfOnePacket(): Client {
  const exec = (_command: string, started: (error: undefined, stream: ClientChannel) => void): void => {
    const stream = Object.assign(new PassThrough(), { stderr: new PassThrough() });
    started(undefined, stream as unknown as ClientChannel);
    stream.write('out');
    stream.emit('exit', 3);
    stream.end();
    stream.emit('close');
  };
  return { exec } as unknown as Client;
}

test('the status of a command that ends at once is not lost', async () => {
  const opener = createChannelOpener({ client: clientOfOnePacket(), place: 'here', lost: () => undefined });
  const channel = await opener.exec('exit 3');
  expect(await channel.exit).toEqual({ code: 3, signal: null });
});
