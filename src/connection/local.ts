import { spawn } from 'node:child_process';
import { closeChannels } from './close-channels.ts';
import { deferred } from './deferred.ts';
import { processChannel } from './process-channel.ts';
import { type Channel, type Connection, ConnectionLost } from './types.ts';

/** The controller itself: each command is a child process with a process group of its own. */
export function openLocalConnection(): Connection {
  const open = new Set<Channel>();
  const closed = deferred<ConnectionLost | undefined>();
  let closing = false;

  return {
    description: 'local',
    closed: closed.promise,
    async exec(command) {
      if (closing) {
        throw new ConnectionLost('connection-lost', 'the local connection was closed');
      }
      // Detached: a Ctrl-C at the controller's terminal must not reach the commands before tsplay has decided.
      const channel = processChannel(spawn('/bin/sh', ['-c', command], { detached: true }));
      open.add(channel);
      const forget = (): void => {
        open.delete(channel);
      };
      channel.exit.then(forget, forget);
      return channel;
    },
    async close() {
      closing = true;
      await closeChannels(open);
      closed.resolve(undefined);
    },
  };
}
