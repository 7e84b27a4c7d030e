import { settledWithin } from './settled-within.ts';
import type { Channel } from './types.ts';

/** How long commands that still run get to end by themselves once their connection is closed. */
const CLOSE_GRACE_MS = 1000;

/** Ends the input of each channel (a shell then exits and cleans up), waits a little, and closes what is left. */
export async function closeChannels(open: Iterable<Channel>): Promise<void> {
  const channels = [...open];
  for (const channel of channels) {
    channel.end();
  }
  await settledWithin(Promise.allSettled(channels.map((channel) => channel.ended)), CLOSE_GRACE_MS);
  for (const channel of channels) {
    channel.close();
  }
}
