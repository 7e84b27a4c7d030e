import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a run came to, in a form in which two programs can be compared and a person can read. */
export interface Outcome {
  readonly code: number;
  /** `PLAY name`, `  task | host: status`, and what the result shows; empty when nothing was played to its end. */
  readonly lines: readonly string[];
  readonly recap: Readonly<Record<string, string>>;
  /** Text of the files in `out/`, by path. */
  readonly written: Readonly<Record<string, string>>;
}

/** A run as Ansible's `json` callback prints it. */
export interface PlayedDocument {
  readonly plays: readonly {
    readonly play: { readonly name: string };
    readonly tasks: readonly PlayedTask[];
  }[];
  readonly stats: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface PlayedTask {
  readonly task: { readonly name: string };
  readonly hosts: Readonly<Record<string, Result>>;
}

export type Result = Readonly<Record<string, unknown>>;

export interface OutcomeParts {
  readonly code: number;
  readonly document: PlayedDocument | undefined;
  /** The scratch folder: its path differs from run to run. */
  readonly folder: string;
  /** Whether lines stand by task, or by host and then by task. */
  readonly order: 'task' | 'host';
}

export function outcomeOf({ code, document, folder, order }: OutcomeParts): Outcome {
  const lines = (document?.plays ?? []).flatMap(({ play, tasks }) => [
    `PLAY ${play.name}`,
    ...(order === 'host' ? hostsApart(tasks) : tasks).flatMap(taskLines),
  ]);
  const recap = Object.fromEntries(
    Object.entries(document?.stats ?? {})
      .sort()
      .map(([host, counts]) => [host, recapLine(counts)]),
  );
  const outcome: Outcome = { code, lines, recap, written: readTree(join(folder, 'out')) };
  const text = JSON.stringify(outcome)
    .replaceAll(folder, '<folder>')
    .replaceAll(/__omit_place_holder__[0-9a-f]*/g, '<omit>');
  return JSON.parse(text) as Outcome;
}

/** The tasks of one host after those of another, each host's in the order in which it did them. */
function hostsApart(tasks: readonly PlayedTask[]): readonly PlayedTask[] {
  return tasks
    .flatMap(({ task, hosts }) => Object.entries(hosts).map(([host, result]) => ({ task, host, result })))
    .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0))
    .map(({ task, host, result }) => ({ task, hosts: { [host]: result } }));
}

function recapLine(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => [name === 'failures' ? 'failed' : name, count] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name}=${count}`)
    .sort()
    .join(' ');
}

/** Hosts of one task end in any order: they are listed by name. What `meta` reports is no task's result. */
function taskLines({ task, hosts }: PlayedTask): readonly string[] {
  return Object.entries(hosts)
    .filter(([, result]) => result['action'] !== 'meta')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([host, result]) => {
      const action = String(result['action']).replace(/^ansible\.(builtin|legacy)\./, '');
      return [
        `  ${task.name} | ${host}: ${describe(result, action)}`,
        ...itemsOf(result).map((item) => `    item ${describe(item, action)}`),
      ];
    });
}

function itemsOf(result: Result): readonly Result[] {
  const items = result['results'];
  if (!Array.isArray(items)) return [];
  return (items as readonly Result[]).filter((item) => item?.['ansible_loop_var'] !== undefined);
}

/** What the language itself puts into results. */
const ofTheLanguage = [
  ...['ansible_index_var', 'ansible_loop', 'ansible_loop_var', 'attempts', 'censored', 'changed_when_result'],
  ...['failed_when_result', 'include', 'include_args', 'skip_reason', 'skipped_reason'],
];

/** What else is compared, by action; of `debug` everything is. Modules have tests of their own. */
const ofActions: Readonly<Record<string, readonly string[]>> = {
  assert: ['msg'],
  command: ['cmd', 'rc', 'stderr', 'stdout'],
  fail: ['msg'],
  include_vars: ['ansible_facts', 'ansible_included_var_files'],
  raw: ['rc', 'stdout'],
  set_fact: ['ansible_facts'],
  shell: ['cmd', 'rc', 'stderr', 'stdout'],
};

/** What a run cannot repeat, or a program says of itself, at any depth. */
const notCompared = new Set([
  'delta',
  'end',
  'exception',
  'hint',
  'invocation',
  'reason',
  'start',
  'warnings',
]);

/** What the line says in other words. */
const told = new Set(['action', 'changed', 'failed', 'results', 'skipped', 'unreachable']);

function describe(result: Result, action: string): string {
  const loopNames = [result['ansible_loop_var'], result['ansible_index_var']];
  const keys = [...ofTheLanguage, ...(ofActions[action] ?? []), ...loopNames];
  const isShown = ([key, value]: readonly [string, unknown]): boolean => {
    if (told.has(key)) return false;
    if (key === 'msg' && !isOwnMessage(result, value)) return false;
    if (action === 'include_vars' && result['failed'] === true) return false;
    return action === 'debug' || keys.includes(key);
  };
  const shown = Object.entries(comparable(result)).filter(isShown);
  const text = shown.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(shown))}`;
  return `${statusOf(result)}${text}`;
}

const ownMessages = /^(Failed as requested|mine: )/;

/** The words of a failure are each program's own, unless the playbook gave them. */
function isOwnMessage(result: Result, value: unknown): boolean {
  if (Array.isArray(result['results'])) return false;
  if (result['failed'] !== true && result['unreachable'] !== true) return true;
  return typeof value === 'string' && ownMessages.test(value);
}

function comparable(result: Result): Result {
  const entries = Object.entries(result)
    .filter(([key]) => !key.startsWith('_ansible') && !notCompared.has(key))
    .map(([key, value]) => [key, normal(key, value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A rule that cannot be evaluated has the error's words as its result. */
function normal(key: string, value: unknown): unknown {
  if (key.endsWith('_when_result') && typeof value === 'string') return '<error>';
  if (Array.isArray(value)) return value.map((item) => normal('', item));
  return typeof value === 'object' && value !== null ? comparable(value as Result) : value;
}

function statusOf(result: Result): string {
  if ([result, ...itemsOf(result)].some((each) => each['unreachable'] === true)) return 'unreachable';
  if (result['failed'] === true) return 'failed';
  if (result['skipped'] === true) return 'skipped';
  return result['changed'] === true ? 'changed' : 'ok';
}

function readTree(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}
