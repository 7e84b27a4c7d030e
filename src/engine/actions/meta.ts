import { TsplayError } from '../../errors.ts';
import type { Task } from '../../project/ast.ts';
import { accumulatedConditions } from '../../project/inherit.ts';
import { didYouMean } from '../../util/nearest.ts';
import { str } from '../../values/printing.ts';
import { readKeywords } from '../keywords.ts';
import type { PlayContext } from '../play-context.ts';
import type { RunHost } from '../run-host.ts';
import type { Place } from '../walk.ts';

export interface MetaCall {
  readonly play: PlayContext;
  readonly task: Task;
  readonly hosts: readonly RunHost[];
  readonly place: Place;
}

type MetaAction = (call: MetaCall) => void | Promise<void>;

/** What `meta:` can ask of the engine itself. None of these is counted in the recap. */
const metaActions: Readonly<Record<string, MetaAction>> = {
  noop: () => undefined,
  flush_handlers: ({ play, hosts, place }) => play.flushHandlers(hosts, place),
  end_play: ({ play }) => play.endPlay(),
  end_batch: ({ play }) => play.endBatch(),
  end_host: ({ play, hosts }) => play.endHosts(hosts),
  clear_facts: ({ play }) => {
    for (const host of play.hosts) host.clearFacts();
  },
  // As with Ansible, they take part again from the next play on.
  clear_host_errors: ({ play }) => {
    for (const host of play.hosts) {
      if (play.progress.of(host.name) === 'failed') play.progress.set(host.name, 'ended');
    }
  },
  refresh_inventory: ({ play }) => play.run.inventory.refresh(),
  reset_connection: async ({ play, hosts, task }) => {
    const links = hosts.map((host) => {
      const scope = host.scope(task);
      const { connection } = host.access(
        scope,
        readKeywords(task, play.run.templar(task, scope, play.play.directory)),
      );
      return play.run.links.get(connection);
    });
    await Promise.all(links.map((link) => link.reset()));
  },
};

/** These are for all hosts at once: the condition is asked of the first host alone. */
const forAllHosts: ReadonlySet<string> = new Set([
  'clear_facts',
  'clear_host_errors',
  'end_batch',
  'end_play',
  'refresh_inventory',
]);

/** Plays one `meta:` task on the hosts for which its conditions hold. */
export async function playMeta(call: MetaCall): Promise<void> {
  const { play, task, hosts } = call;
  const written = task.action.freeForm ?? task.action.args.get('_raw_params') ?? null;
  const name = str(written).trim();
  const action = Object.hasOwn(metaActions, name) ? metaActions[name] : undefined;
  if (action === undefined) {
    throw new TsplayError({
      code: 'unknown-meta',
      message: `'meta: ${name}' is not known; accepted: ${Object.keys(metaActions).join(', ')}`,
      span: task.action.span,
      hint: didYouMean(name, Object.keys(metaActions)),
    });
  }
  const asked = forAllHosts.has(name) ? hosts.slice(0, 1) : hosts;
  const concerned = asked.filter((host) => {
    const templar = play.templar(task, host);
    return accumulatedConditions(task).every((condition) => templar.condition(condition.value));
  });
  if (concerned.length > 0) await action({ ...call, hosts: concerned });
}
