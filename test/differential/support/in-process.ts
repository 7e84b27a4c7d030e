import { Command } from 'commander';
import { exitCodeOfDiagnostics, exitCodeOfStats, exitCodes } from '../../../src/cli/exit-codes.ts';
import {
  addInventoryOptions,
  addPlayOptions,
  addRunOptions,
  type PlaybookOptions,
} from '../../../src/cli/options.ts';
import { prepareRun } from '../../../src/cli/prepare.ts';
import type { HostStats, RunEvent } from '../../../src/engine/events.ts';
import { runPlaybooks } from '../../../src/engine/run.ts';
import { TsplayError } from '../../../src/errors.ts';
import { toJs } from '../../../src/values/convert.ts';
import { argumentsOf, type LanguageCase, writeProject } from './language-case.ts';
import { type Outcome, outcomeOf, type PlayedDocument, type PlayedTask, type Result } from './outcome.ts';
import { inScratchFolder } from './scratch.ts';

export interface PlayedInProcess {
  readonly outcome: Outcome;
  /** What was refused or went wrong, for the reader of a failing test. */
  readonly problems: readonly string[];
}

/** Plays a case with tsplay: the command line's own options and preparation, and the engine's events. */
export function playInProcess(played: LanguageCase): Promise<PlayedInProcess> {
  return inScratchFolder(async (folder) => {
    writeProject(played, folder);
    const home = process.cwd();
    process.chdir(folder);
    try {
      const { code, document, problems } = await play(argumentsOf(played));
      return { outcome: outcomeOf({ code, document, folder, order: played.order }), problems };
    } finally {
      process.chdir(home);
    }
  });
}

interface Played {
  readonly code: number;
  readonly document: PlayedDocument | undefined;
  readonly problems: readonly string[];
}

async function play(args: readonly string[]): Promise<Played> {
  const command = addPlayOptions(addRunOptions(addInventoryOptions(new Command('run'))));
  command.argument('<playbooks...>').exitOverride().parse(args, { from: 'user' });
  const events: RunEvent[] = [];
  try {
    const prepared = await prepareRun(command.args, command.opts<PlaybookOptions>());
    const refused = exitCodeOfDiagnostics(prepared.diagnostics);
    if (refused !== 0) {
      return { code: refused, document: undefined, problems: prepared.diagnostics.map((d) => d.message) };
    }
    const signal = new AbortController().signal;
    for await (const event of runPlaybooks({ ...prepared.request, signal, stopSignal: signal })) {
      events.push(event);
    }
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const code = exitCodeOfDiagnostics(error.diagnostics) || exitCodes.error;
    return { code, document: undefined, problems: error.diagnostics.map((d) => d.message) };
  }
  const stats: ReadonlyMap<string, HostStats> =
    events.find((event) => event.type === 'run-finished')?.stats ?? new Map();
  return {
    code: exitCodeOfStats(stats.values()),
    document: documentOf(events, stats),
    problems: events.flatMap(problemsOf),
  };
}

function problemsOf(event: RunEvent): readonly string[] {
  if (event.type !== 'task-finished' || event.status !== 'failed') return [];
  return [`${event.task.name} | ${event.host}: ${JSON.stringify(toJs(event.result.get('msg') ?? null))}`];
}

/** The events in the shape of Ansible's `json` callback. */
function documentOf(events: readonly RunEvent[], stats: ReadonlyMap<string, HostStats>): PlayedDocument {
  const plays: { play: { name: string }; tasks: PlayedTask[] }[] = [];
  let task: { id: number; hosts: Record<string, Result> } | undefined;
  for (const event of events) {
    if (event.type === 'play-started' || event.type === 'play-without-hosts') {
      plays.push({ play: { name: event.type === 'play-started' ? event.name : event.pattern }, tasks: [] });
    }
    if (event.type !== 'task-finished') continue;
    if (task?.id !== event.task.id) {
      task = { id: event.task.id, hosts: {} };
      plays.at(-1)?.tasks.push({ task: { name: event.task.name }, hosts: task.hosts });
    }
    const status = Object.fromEntries(
      ['failed', 'skipped', 'unreachable'].map((name) => [name, event.status === name]),
    );
    const result = toJs(new Map(event.result)) as Result;
    task.hosts[event.host] = { ...result, ...status, action: event.task.action };
  }
  return { plays, stats: Object.fromEntries([...stats].map(([host, counts]) => [host, { ...counts }])) };
}
