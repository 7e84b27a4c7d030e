import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LabHost } from '../../lab/lab.ts';
import { ansiblePlaybook, type Ran, tsplay } from '../support/programs.ts';
import { type FileOnDisk, filesBelow } from './disk.ts';
import type { ModuleCases } from './module-cases.ts';

export type Result = Readonly<Record<string, unknown>>;

/**
 * One time that cases of a module were played: a result for each case, by its index, and what is on the disk then.
 */
export interface Turn {
  readonly name: string;
  readonly results: readonly (Result | undefined)[];
  readonly disk: ReadonlyMap<string, FileOnDisk>;
}

export interface Stage {
  readonly host: LabHost;
  /** YAML of the lab. */
  readonly inventory: string;
  /** Plays only as many of the turns; all of them when absent. */
  readonly turns?: number;
}

export type Player = (
  playbook: string,
  options: readonly string[],
  stage: Stage,
) => Promise<readonly Result[]>;

/** Where the cases of a host have their folders: `{{ here }}` in a case. */
const root = '/srv/twin';

const turns: readonly (readonly [string, readonly string[]])[] = [
  ['check before', ['--check', '--diff']],
  ['first run', ['--diff']],
  ['second run', ['--diff']],
  ['check after', ['--check', '--diff']],
];

/** Makes the state before and plays the cases four times. The first turn's disk must be that of the state before. */
export async function playTurns(cases: ModuleCases, player: Player, stage: Stage): Promise<readonly Turn[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-twins-'));
  try {
    const playbook = writeProject(cases, { folder, stage });
    await prepare(cases, stage.host);
    const look = () => filesBelow(join(stage.host.rootfs, root));
    const played: Turn[] = [{ name: 'before', results: [], disk: look() }];
    for (const [name, options] of turns.slice(0, stage.turns)) {
      const results = await player(playbook, ['-i', join(folder, 'inventory.yml'), ...options], stage);
      played.push({ name, results: byIndex(cases, results), disk: look() });
    }
    return played;
  } finally {
    await putBack(cases, stage.host);
    rmSync(folder, { recursive: true, force: true });
  }
}

function byIndex({ cases }: ModuleCases, results: readonly Result[]): readonly (Result | undefined)[] {
  const found = new Map(cases.map(({ index }, at) => [index, results[at]]));
  return Array.from({ length: Math.max(...found.keys()) + 1 }, (_, index) => found.get(index));
}

/** The path of a case's folder below the root, which is also how its files are told from others'. */
export function caseFolder(index: number): string {
  return String(index).padStart(2, '0');
}

function writeProject(
  { cases, files }: ModuleCases,
  { folder, stage }: { readonly folder: string; readonly stage: Stage },
): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const play = {
    hosts: stage.host.name,
    gather_facts: false,
    ignore_errors: true,
    tasks: cases.map(({ task, index }) => ({
      ...task,
      vars: { ...(task['vars'] as object | undefined), here: `${root}/${caseFolder(index)}` },
    })),
  };
  writeFileSync(join(folder, 'inventory.yml'), stage.inventory);
  writeFileSync(join(folder, 'playbook.json'), JSON.stringify([play]));
  return join(folder, 'playbook.json');
}

async function prepare({ before, cases }: ModuleCases, host: LabHost): Promise<void> {
  const parts = cases.map(
    (one) => `mkdir -p ${root}/${caseFolder(one.index)} && cd ${root}/${caseFolder(one.index)} || exit 1
(
set -e
${one.before}
) || { echo 'cannot prepare: ${one.name.replaceAll("'", '')}' >&2; exit 1; }`,
  );
  const script = `rm -rf ${root}\nset -e\nmkdir -p ${root}\ncd ${root}\n${before}\nset +e\n${parts.join('\n')}`;
  const { code, stderr } = await host.exec(script);
  if (code !== 0) throw new Error(`the state before cannot be made on ${host.name}: ${stderr}`);
}

async function putBack({ after, module }: ModuleCases, host: LabHost): Promise<void> {
  if (after === '') return;
  const { code, stderr } = await host.exec(`set -e\n${after}`);
  if (code !== 0)
    throw new Error(`${module}: the state before cannot be put back on ${host.name}: ${stderr}`);
}

/** Plays with the built tsplay; results are those of its JSON events. */
export const playWithTsplay: Player = async (playbook, options) => {
  const ran = await tsplay(['run', ...options, '--output', 'json', playbook]);
  const events = ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly type: string; readonly result?: Result });
  if (!events.some(({ type }) => type === 'run-finished')) throw broken('tsplay', ran);
  return events.filter(({ type }) => type === 'task-finished').map(({ result }) => result ?? {});
};

/** Plays with the real ansible-playbook. */
export const playWithAnsible: Player = async (playbook, options, { host }) => {
  const ran = await ansiblePlaybook([...options, playbook], {
    ANSIBLE_STDOUT_CALLBACK: 'json',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  });
  const start = ran.stdout.indexOf('{\n');
  if (start < 0) throw broken('ansible-playbook', ran);
  const document = JSON.parse(ran.stdout.slice(start)) as {
    readonly plays: readonly {
      readonly tasks: readonly { readonly hosts: Readonly<Record<string, Result>> }[];
    }[];
  };
  return document.plays.flatMap(({ tasks }) => tasks.map(({ hosts }) => hosts[host.name] ?? {}));
};

function broken(program: string, { code, stdout, stderr }: Ran): Error {
  return new Error(`${program} did not finish (exit ${code}):\n${stdout}\n${stderr}`);
}
