import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { labAvailable } from '../../lab/availability.ts';
import { startLab } from '../../lab/lab.ts';
import { table } from '../table.ts';
import { timedRun } from '../timed-run.ts';
import { tools } from '../tools.ts';
import { benchTemplates } from './bench-tasks.ts';
import { type CountedRun, countedRun, type Project } from './counted-run.ts';
import { playbook, steps } from './tasks.ts';

/** Plays one task of each module with both tools on a host of its own each: first, with nothing to do, with a change. */
export async function benchModules({ only }: { readonly only?: string | undefined }): Promise<void> {
  const available = labAvailable();
  if (!available.ok) throw new Error(`no lab here: ${available.reason}`);
  const lab = await startLab({ hosts: [{ name: 'ours' }, { name: 'theirs' }] });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-bench-'));
  try {
    const inventory = path.join(folder, 'inventory.yml');
    const site = path.join(folder, 'site.yml');
    await writeFile(inventory, lab.inventory());
    await writeFile(site, playbook());
    for (const [name, text] of Object.entries(benchTemplates)) await writeFile(path.join(folder, name), text);
    const ours = await countedRun('ours', { inventory, site });
    const theirs = only === 'tsplay' ? [] : await playWithAnsible({ inventory, site, folder });
    console.log(`\n${comparison(ours, theirs)}`);
  } finally {
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface AnsibleReport {
  readonly plays: readonly {
    readonly tasks: readonly {
      readonly task: { readonly duration: { readonly start: string; readonly end: string } };
    }[];
  }[];
}

async function playWithAnsible({
  inventory,
  site,
  folder,
}: Project & { readonly folder: string }): Promise<readonly number[]> {
  const program = tools.ansible({ arguments: ['-i', inventory, '-l', 'theirs', site], cwd: folder, folder });
  const env = { ...program.env, ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json' };
  const { stdout } = await timedRun({ ...program, env });
  const report = JSON.parse(stdout) as AnsibleReport;
  return report.plays.flatMap(({ tasks }) =>
    tasks.map(({ task: { duration } }) => Date.parse(duration.end) - Date.parse(duration.start)),
  );
}

function comparison({ times, counted }: CountedRun, theirs: readonly number[]): string {
  const head = ['module', 'task', 'round trips', 'forks', 'bytes', 'tsplay ms', 'Ansible ms'];
  let marks = 0;
  const rows = steps.flatMap(({ module, kind }, index): readonly (readonly string[])[] => {
    if (kind === 'mark') marks += 1;
    const cost = counted[marks];
    if (kind === 'mark' || kind === 'first' || cost === undefined) return [];
    return [
      [
        module,
        kind === 'nothing' ? 'nothing to do' : 'a change',
        String(cost.roundTrips),
        // Reading the count, and the mark itself, are a subshell each.
        String(cost.forks - 2),
        String(cost.bytes),
        String(Math.round(times[index] ?? 0)),
        String(theirs[index] ?? ''),
      ],
    ];
  });
  return table([head, ...rows]);
}
