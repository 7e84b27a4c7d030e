import type { Diagnostic } from '../errors.ts';
import { selectHosts } from '../inventory/patterns.ts';
import { RunInventory } from '../inventory/run-inventory.ts';
import { createHosts } from './create-hosts.ts';
import { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import type { Hosts } from './hosts.ts';
import { askForPlay, type PlayCall, playPlay } from './run-play.ts';
import type { RunRequest } from './run-request.ts';
import { RunState } from './run-state.ts';

/**
 * Plays playbooks and says what happens as events; the last one is `run-finished`. Failures on hosts are events; what
 * is wrong with the project itself is thrown as a TsplayError from the iteration, after everything was closed.
 */
export function runPlaybooks(request: RunRequest): AsyncIterable<RunEvent> {
  const events = new EventQueue<RunEvent>();
  playAll(request, events).then(
    () => events.close(),
    (error: unknown) => events.close({ error }),
  );
  return events;
}

async function playAll(request: RunRequest, events: EventQueue<RunEvent>): Promise<void> {
  const { options, dependencies } = request;
  const emit = (event: RunEvent): void => events.push(event);
  const stop = new AbortController();
  const stopSignal = AbortSignal.any([request.stopSignal, stop.signal]);
  const inventory = new RunInventory({
    base: request.inventory,
    reload: request.reloadInventory,
    changed: () => hosts.inventoryChanged(),
  });
  const hosts: Hosts = createHosts({
    ...request,
    inventory: () => inventory.current,
    warn: (diagnostic) => emit({ type: 'warning', diagnostic }),
  });
  const run = new RunState({
    dependencies,
    options,
    emit,
    signal: request.signal,
    stopSignal,
    project: request.project,
    inventory,
    ask: afterReading(request.ask, events),
    readLine: afterReading(request.readLine, events),
    stop: () => stop.abort(new Error('the user ended the run')),
    delegateHost: (name) => hosts.delegate(name),
    hostNames: (pattern) =>
      selectHosts({ pattern, limit: undefined, inventory: inventory.current }).map((host) => host.name),
  });
  emit({
    type: 'run-started',
    playbooks: request.playbooks.map((book) => book.file.path),
    checkMode: options.check,
  });
  try {
    for (const play of request.playbooks.flatMap((playbook) => playbook.plays)) {
      if (run.aborted || stopSignal.aborted) break;
      const call: PlayCall = { request, run, hosts, play };
      await askForPlay(call);
      await playPlay(call);
    }
    await finishJobs(run);
  } finally {
    await run.links.close();
  }
  if (!run.started && !stopSignal.aborted) {
    emit({ type: 'warning', diagnostic: startTaskUnknown(options.startAtTask ?? '') });
  }
  emit({
    type: 'run-finished',
    stats: run.stats.snapshot(),
    customStats: run.customStats.snapshot(),
    interrupted: stopSignal.aborted,
  });
}

/** What tasks with `async` and `poll: 0` left running here cannot outlive the run: it is waited for. */
async function finishJobs(run: RunState): Promise<void> {
  const left = run.jobs.running();
  if (left.length === 0) return;
  run.warn({
    code: 'jobs-in-the-background',
    message: `waiting for what still runs in the background: ${left.join(', ')}`,
    hint: 'only command and shell run on by themselves on the target; see async in docs/differences.md',
  });
  await run.jobs.settled();
}

function startTaskUnknown(name: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'unknown-start-task',
    message: `no task is called '${name}': nothing was played`,
    hint: 'see the names with --list-tasks; tasks of include_tasks and include_role cannot be started at',
  };
}

/** What was said before must be read before a question is. */
function afterReading<Q, A>(
  ask: ((question: Q) => Promise<A>) | undefined,
  events: EventQueue<RunEvent>,
): ((question: Q) => Promise<A>) | undefined {
  if (ask === undefined) return undefined;
  return async (question) => {
    await events.drained();
    return ask(question);
  };
}
