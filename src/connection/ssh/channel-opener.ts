import type { Client } from 'ssh2';
import { deferred } from '../deferred.ts';
import { settledWithin } from '../settled-within.ts';
import { type Channel, ConnectionLost } from '../types.ts';
import { sshChannel } from './channel.ts';

/** How long a command waits for a place when the server takes no more channels (sshd's MaxSessions, 10 by default). */
const PLACE_WAIT_MS = 30_000;
/** A place may also come free unseen: one that was being taken was refused as well. */
const LOOK_AGAIN_MS = 1000;
/** The server counts a channel a moment longer than we do. */
const RETRY_PAUSE_MS = 20;

export interface ChannelOpener {
  readonly exec: (command: string) => Promise<Channel>;
  /** The channels that are open now. */
  readonly open: ReadonlySet<Channel>;
}

export interface ChannelOpenerOptions {
  readonly client: Client;
  readonly place: string;
  /** Why the connection is gone, when it is. */
  readonly lost: () => ConnectionLost | undefined;
}

/** Starts commands on one SSH connection; when the server refuses another channel, waits until one has ended. */
export function createChannelOpener({ client, place, lost }: ChannelOpenerOptions): ChannelOpener {
  const open = new Set<Channel>();
  let starting = 0;
  let oneEnded = deferred<void>();

  const track = (channel: Channel): Channel => {
    open.add(channel);
    const ended = (): void => {
      open.delete(channel);
      oneEnded.resolve();
      oneEnded = deferred<void>();
    };
    channel.exit.then(ended, ended);
    return channel;
  };

  const exec = async (command: string): Promise<Channel> => {
    const deadline = Date.now() + PLACE_WAIT_MS;
    for (;;) {
      const failure = lost();
      if (failure !== undefined) {
        throw failure;
      }
      starting += 1;
      const outcome = await startCommand(client, command, lost);
      starting -= 1;
      if (!(outcome instanceof Error)) {
        return track(outcome);
      }
      const remaining = deadline - Date.now();
      if (!isRefusal(outcome) || open.size + starting === 0 || remaining <= 0) {
        throw lost() ?? openFailure(place, outcome, open.size);
      }
      await settledWithin(oneEnded.promise, Math.min(remaining, LOOK_AGAIN_MS));
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
    }
  };
  return { exec, open };
}

/**
 * The channel is made in the callback itself: what a short command sends may all come in one packet with the answer, and
 * its exit status is an event that nobody hears a moment later.
 */
function startCommand(
  client: Client,
  command: string,
  lost: ChannelOpenerOptions['lost'],
): Promise<Channel | Error> {
  return new Promise((resolve) => {
    try {
      client.exec(command, (error, stream) => resolve(error ?? sshChannel(stream, lost)));
    } catch (error) {
      resolve(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function isRefusal(error: Error): boolean {
  return error.message.startsWith('(SSH) Channel open failure');
}

function openFailure(place: string, error: Error, open: number): ConnectionLost {
  return isRefusal(error)
    ? new ConnectionLost(
        'no-shell',
        `${place}: the server takes no more than ${open} commands at a time on one connection (${error.message})`,
        'raise MaxSessions in its sshd_config; a permanent refusal may come from ForceCommand or a restricted key',
      )
    : new ConnectionLost('no-shell', `${place}: the server did not start a command: ${error.message}`);
}
