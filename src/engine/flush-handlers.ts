import type { Templar } from './dependencies.ts';
import type { NamedHandler } from './handlers.ts';
import type { PlayContext } from './play-context.ts';
import type { RunHost } from './run-host.ts';
import { playOnHosts } from './task-on-hosts.ts';
import type { Place, Walk } from './walk.ts';

type WalkedPlay = PlayContext & Walk<RunHost>;

export interface Flush {
  readonly play: WalkedPlay;
  readonly hosts: readonly RunHost[];
  /** What surrounds the flush: a block may rescue what fails in it. */
  readonly place: Place;
}

/**
 * Runs the handlers that were notified, in order of definition; those that handlers notify while this goes on run in
 * the same flush, in further passes if they stand earlier.
 */
export async function flushHandlers(flush: Flush): Promise<void> {
  const { play } = flush;
  let previous: NamedHandler | undefined;
  while (!play.stopped) {
    const able = flush.hosts.filter((host) => mayRunHandlers(play, host));
    const taken = play.notifications.take(new Set(able.map((host) => host.name)), previous);
    if (taken !== undefined) {
      previous = taken.named;
      const hosts = able.filter((host) => taken.hosts.has(host.name));
      await playHandler({ ...flush, hosts }, taken.named);
    } else if (previous === undefined) {
      return;
    } else {
      previous = undefined;
    }
  }
}

async function playHandler({ play, hosts, place }: Flush, { handler }: NamedHandler): Promise<void> {
  const first = hosts[0];
  if (first === undefined) return;
  const templar = (): Templar => play.templar(handler, first);
  const title = play.run.titleOf(handler, templar);
  if (!(await play.run.confirms(title))) return;
  // force_handlers: failed hosts run their handlers and are failed still.
  const revived = hosts.filter((host) => play.progress.of(host.name) === 'failed');
  for (const host of revived) play.progress.set(host.name, 'active');
  const identity = play.identify(handler, title, 'handler');
  await playOnHosts({ play, task: handler, identity, hosts, place });
  for (const host of revived) {
    if (play.progress.of(host.name) === 'active') play.progress.set(host.name, 'failed');
  }
}

function mayRunHandlers(play: WalkedPlay, host: RunHost): boolean {
  const state = play.progress.of(host.name);
  // What any_errors_fatal and max_fail_percentage end is the play itself: nothing is forced then.
  const forced = !play.run.aborted && play.run.forcesHandlers(play.play);
  return state === 'active' || (state === 'failed' && forced);
}
