import type { Diagnostic } from '../errors.ts';
import { selectHosts } from '../inventory/patterns.ts';
import { RunInventory } from '../inventory/run-inventory.ts';
import type { Inventory } from '../inventory/types.ts';
import type { VariableFolders } from '../inventory/variable-folders.ts';
import type { Play, Playbook, RoleInvocation } from '../project/ast.ts';
import type { LoadContext } from '../project/load-playbook.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import type { AccessDefaults } from '../variables/connection-variables.ts';
import { playMagic } from '../variables/magic.ts';
import { loadVarsFiles } from '../variables/vars-files.ts';
import { splitBatches } from './batches.ts';
import { createHosts } from './create-hosts.ts';
import type { EngineDependencies } from './dependencies.ts';
import { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import type { Hosts } from './hosts.ts';
import type { RunOptions } from './options.ts';
import { patternOf, playName } from './play-identity.ts';
import { type FactsToGather, PlayRun } from './play-run.ts';
import { FACTS_GATHERED, gatherFactsTask } from './play-steps.ts';
import { type Ask, askPrompts, type ReadLine } from './prompts.ts';
import type { RunHost } from './run-host.ts';
import { RunState } from './run-state.ts';
import { chooseStrategy } from './strategy.ts';

/** All that a run needs: what to play, on what, with which variables and options. */
export interface RunRequest {
  readonly playbooks: readonly Playbook[];
  readonly inventory: Inventory;
  /** Reads the inventory again (meta: refresh_inventory). Throws what is wrong with it. */
  readonly reloadInventory?: (() => Inventory) | undefined;
  readonly folders: VariableFolders;
  readonly extraVars: ReadonlyDict;
  readonly options: RunOptions;
  /** `--limit`, read (files opened). */
  readonly limit: string | readonly string[] | undefined;
  readonly access: AccessDefaults;
  /** Stops after the steps in flight: the recap is still given. */
  readonly stopSignal: AbortSignal;
  /** Stops now, ending what runs on the hosts. */
  readonly signal: AbortSignal;
  /** For `--step` and the debugger: a line of what the user types. */
  readonly readLine?: ReadLine | undefined;
  /** How includes are loaded while the run goes on. */
  readonly project: LoadContext;
  /** Asks what `vars_prompt` wants to know; nobody is asked without it. */
  readonly ask?: Ask | undefined;
  readonly dependencies: EngineDependencies;
}

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

interface PlayCall {
  readonly request: RunRequest;
  readonly run: RunState;
  readonly hosts: Hosts;
  readonly play: Play;
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

/** Asks for what the play wants to know before anything of it is rendered. */
async function askForPlay(call: PlayCall): Promise<void> {
  const { request, run, hosts, play } = call;
  if (!play.keywords.has('vars_prompt')) return;
  const span = play.keywords.get('vars_prompt')?.span;
  const answers = await askPrompts({
    play,
    extraVars: request.extraVars,
    render: (value) => renderForPlay(call, value),
    hashPassword: request.dependencies.hashPassword,
    onUnasked: () =>
      run.warn({
        code: 'not-asked',
        message: 'nobody is there to answer vars_prompt: the defaults count',
        span,
        hint: 'give the values with --extra-vars',
      }),
    ask: run.ask ?? (async () => undefined),
  });
  hosts.setAnswers(play, answers);
}

async function playPlay(call: PlayCall): Promise<void> {
  const { request, run, hosts, play } = call;
  const renderText = (value: Value): string => str(renderForPlay(call, value));
  const pattern = patternOf(play, (value) => renderForPlay(call, value));
  const selected = selectHosts({
    pattern,
    limit: request.limit,
    inventory: run.inventory.current,
    report: { warn: (diagnostic) => run.emit({ type: 'warning', diagnostic }), span: play.span },
  });
  const name = playName(play, pattern, renderText);
  if (selected.length === 0) {
    run.emit({ type: 'play-without-hosts', pattern: name, span: play.span });
    return;
  }
  run.progress.startPlay();
  const all = selected.map((host) => hosts.of(host));
  const able = orderHosts(all, play).filter((host) => run.progress.of(host.name) === 'active');
  const serial = play.keywords.get('serial');
  for (const batch of splitBatches(able, serial && renderForPlay(call, serial.value), serial)) {
    if (run.stopSignal.aborted || run.aborted) break;
    const roles: RoleInvocation[] = [...play.roles, ...play.importedRoles];
    enterPlay({ ...call, name, all, batch, roles });
    run.emit({ type: 'play-started', name, hosts: batch.map((host) => host.name), span: play.span });
    const playRun = new PlayRun({
      run,
      play,
      hosts: batch,
      strategy: chooseStrategy(play, { run, render: (value) => renderForPlay(call, value) }),
      renderText,
      addRoles: (added) => roles.push(...added),
    });
    await playRun.start(factsToGather({ ...call, batch }));
    run.endPlay();
    if (run.aborted) run.emit({ type: 'no-hosts-left' });
    if (playRun.endsPlay) break;
    if (
      batch.length > 0 &&
      batch.every((host) => ['failed', 'unreachable'].includes(run.progress.of(host.name)))
    )
      run.abort();
  }
}

interface EnteredPlay extends PlayCall {
  readonly name: string;
  readonly all: readonly RunHost[];
  readonly batch: readonly RunHost[];
  /** Grows while the play includes roles. */
  readonly roles: readonly RoleInvocation[];
}

/** Makes the play's variables the ones that its hosts see. */
function enterPlay(call: EnteredPlay): void {
  const { run, hosts, play, name, all, batch, roles } = call;
  const activeOf = (list: readonly RunHost[]): readonly string[] =>
    list.map((host) => host.name).filter((host) => run.progress.of(host) === 'active');
  let made: { readonly version: string; readonly magic: Dict } | undefined;
  hosts.startPlay({
    play,
    roles,
    magic: () => {
      const version = `${run.progress.version} ${roles.length}`;
      if (made?.version !== version) {
        const magic = playMagic({
          name,
          playbookDirectory: play.directory,
          allHosts: all.map((host) => host.name),
          activeHosts: activeOf(all),
          batch: activeOf(batch),
          roles,
        });
        made = { version, magic };
      }
      return made.magic;
    },
    varsFiles: (host) => {
      const templar = run.dependencies.createTemplar({
        scope: host.playScope(),
        searchPaths: [play.directory],
      });
      return loadVarsFiles(play, {
        render: (value) => templar.render(value),
        vault: run.project.vault,
      });
    },
  });
}

/** What belongs to a play before it has hosts: rendered with extra vars and the play's own. */
function renderForPlay({ request, run, hosts, play }: PlayCall, value: Value): Value {
  const scope = hosts.of(run.inventory.current.implicitLocalhost).bareScope(play);
  return request.dependencies.createTemplar({ scope, searchPaths: [play.directory] }).render(value);
}

/** The task that gathers facts, and the hosts of the batch that it is for, by `gather_facts` and the setting `gathering`. */
function factsToGather(call: PlayCall & { readonly batch: readonly RunHost[] }): FactsToGather | undefined {
  const { play, request, batch } = call;
  const written = play.keywords.get('gather_facts');
  const wanted = written === undefined ? undefined : toBoolean(renderForPlay(call, written.value));
  const settings = request.options.gathering;
  if (wanted === false || (wanted === undefined && settings?.when === 'explicit')) return undefined;
  const isKnown = (host: RunHost): boolean =>
    settings?.when === 'smart' && host.fact(FACTS_GATHERED) !== undefined;
  return { task: gatherFactsTask(play, settings), hosts: batch.filter((host) => !isKnown(host)) };
}

type Named = { readonly name: string };

/** The play's `order`: inventory (the default), reverse_inventory, sorted, reverse_sorted, shuffle. */
function orderHosts<H extends Named>(hosts: readonly H[], play: Play): readonly H[] {
  const byName = (a: H, b: H): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  switch (play.keywords.get('order')?.value ?? 'inventory') {
    case 'reverse_inventory':
      return hosts.toReversed();
    case 'sorted':
      return hosts.toSorted(byName);
    case 'reverse_sorted':
      return hosts.toSorted(byName).toReversed();
    case 'shuffle':
      return hosts
        .map((host) => ({ host, at: Math.random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ host }) => host);
    default:
      return hosts;
  }
}
