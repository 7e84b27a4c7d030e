import { selectHosts } from '../inventory/patterns.ts';
import type { Play, RoleInvocation } from '../project/ast.ts';
import { toBoolean } from '../values/boolean-words.ts';
import { str } from '../values/printing.ts';
import type { Dict, Value } from '../values/types.ts';
import { playMagic } from '../variables/magic.ts';
import { loadVarsFiles } from '../variables/vars-files.ts';
import { splitBatches } from './batches.ts';
import { orderHosts } from './host-order.ts';
import type { Hosts } from './hosts.ts';
import { patternOf, playName } from './play-identity.ts';
import { type FactsToGather, PlayRun } from './play-run.ts';
import { FACTS_GATHERED, gatherFactsTask } from './play-steps.ts';
import { askPrompts } from './prompts.ts';
import type { RunHost } from './run-host.ts';
import type { RunRequest } from './run-request.ts';
import type { RunState } from './run-state.ts';
import { chooseStrategy } from './strategy.ts';

/** A play about to be played. */
export interface PlayCall {
  readonly request: RunRequest;
  readonly run: RunState;
  readonly hosts: Hosts;
  readonly play: Play;
}

/** Asks for what the play wants to know before anything of it is rendered. */
export async function askForPlay(call: PlayCall): Promise<void> {
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

/** Plays one play on its hosts, batch after batch. */
export async function playPlay(call: PlayCall): Promise<void> {
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
