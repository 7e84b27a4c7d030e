import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlaybookOptions } from '../../src/cli/options.ts';
import { prepareRun } from '../../src/cli/prepare.ts';
import type { HostStats, RunEvent } from '../../src/engine/events.ts';
import { runPlaybooks } from '../../src/engine/run.ts';
import type { Diagnostic } from '../../src/errors.ts';
import { toJs } from '../../src/values/convert.ts';

export interface PlayedText {
  readonly events: readonly RunEvent[];
  readonly stats: Readonly<Record<string, HostStats>>;
  readonly diagnostics: readonly Diagnostic[];
  /** `host task-name: status`, in the order of the events; items with their label. */
  readonly lines: readonly string[];
  /** The result of the last task of this name on this host, as plain data. */
  result(host: string, task: string): Record<string, unknown>;
}

export interface PlayTextOptions {
  /** Host names; all of them are this machine (connection local). */
  readonly hosts?: readonly string[];
  /** Further files beside the playbook, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<PlaybookOptions>;
  readonly onEvent?: (event: RunEvent) => void;
  readonly stopSignal?: AbortSignal;
  /** The lines that a user types for `--step` and the debugger. */
  readonly typed?: readonly string[];
}

/** Plays a playbook's text on made-up hosts that are all this machine, in a scratch folder. */
export async function playText(text: string, options: PlayTextOptions = {}): Promise<PlayedText> {
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-engine-'));
  try {
    const files = { 'site.yml': text, ...options.files };
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await playFile(join(folder, 'site.yml'), options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function playFile(path: string, options: PlayTextOptions): Promise<PlayedText> {
  const hosts = options.hosts ?? ['a'];
  const events: RunEvent[] = [];
  const prepared = await prepareRun([path], {
    inventory: [`${hosts.join(',')},`],
    connection: 'local',
    extraVars: [],
    tags: [],
    skipTags: [],
    verbose: 0,
    output: 'human',
    ...options.options,
  });
  const { diagnostics } = prepared;
  if (!diagnostics.some(({ severity }) => severity === 'error')) {
    const never = new AbortController().signal;
    const typed = [...(options.typed ?? [])];
    const readLine = async () => typed.shift();
    const request = { ...prepared.request, readLine, stopSignal: options.stopSignal ?? never, signal: never };
    for await (const event of runPlaybooks(request)) {
      events.push(event);
      options.onEvent?.(event);
    }
  }
  const finished = events.find((event) => event.type === 'run-finished');
  return {
    events,
    diagnostics,
    stats: Object.fromEntries(finished?.stats ?? []),
    lines: events.flatMap(lineOf),
    result(host, task) {
      const found = events.findLast(
        (event) => event.type === 'task-finished' && event.host === host && event.task.name === task,
      );
      if (found?.type !== 'task-finished') throw new Error(`no result of '${task}' on ${host}`);
      return toJs(new Map(found.result)) as Record<string, unknown>;
    },
  };
}

function lineOf(event: RunEvent): readonly string[] {
  if (event.type !== 'task-finished') return [];
  const ignored = event.ignored ? ' (ignored)' : '';
  const handler = event.task.kind === 'handler' ? 'handler ' : '';
  return [`${event.host} ${handler}${event.task.name}: ${event.status}${ignored}`];
}

/** A play of tasks on all hosts, without facts; `more` are further lines of the play. */
export function play(tasks: string, more = ''): string {
  return `- hosts: all\n  gather_facts: false\n${more}  tasks:\n${tasks.replace(/^/gm, '    ')}\n`;
}
