import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { table } from './table.ts';
import { type Cost, timedRun } from './timed-run.ts';
import { tsplayProgram } from './tools.ts';

/** One thing that is played at growing sizes. What it costs should grow as its `work` does, or slower. */
interface Growth {
  readonly title: string;
  /** What `work` counts. */
  readonly unit: string;
  readonly sizes: readonly Size[];
}

interface Size {
  readonly label: string;
  readonly hosts: number;
  /** Steps, or hosts listed: what the cost is divided by. */
  readonly work: number;
  readonly arguments: (folder: string) => Promise<readonly string[]>;
}

/** Files of their own, conditions, variables that refer to others, commands: five different steps, over and over. */
const steps = [
  { 'ansible.builtin.command': 'true', changed_when: false },
  { 'ansible.builtin.copy': { content: '{{ text }}', dest: '{{ ansible_env_home }}/a', mode: '0644' } },
  { 'ansible.builtin.set_fact': { seen: '{{ text | upper }}' } },
  { 'ansible.builtin.debug': { var: 'seen' }, when: 'inventory_hostname == "sim1"' },
  { 'ansible.builtin.file': { path: '{{ ansible_env_home }}/d', state: 'directory' } },
];

const playOf = (tasks: readonly object[]): string =>
  JSON.stringify([
    {
      hosts: 'all',
      gather_facts: false,
      vars: { ansible_env_home: '.', text: 'for {{ inventory_hostname }}' },
      tasks,
    },
  ]);

function playing(label: string, hosts: number, tasks: readonly object[], work: number): Size {
  return {
    label,
    hosts,
    work,
    async arguments(folder) {
      const playbook = path.join(folder, 'site.yml');
      await writeFile(playbook, playOf(tasks));
      return ['run', playbook, '-i', path.join(folder, 'inventory.json')];
    },
  };
}

function listing(hosts: number, limit: readonly string[]): Size {
  return {
    label: `${hosts} hosts${limit.length === 0 ? '' : ', limited to one'}`,
    hosts: 0,
    work: hosts,
    async arguments(folder) {
      const playbook = path.join(folder, 'site.yml');
      const inventory = path.join(folder, 'inventory.ini');
      const groups = Array.from({ length: 10 }, (_, g) => {
        const size = hosts / 10;
        return `[g${g}]\nhost[${g * size}:${(g + 1) * size - 1}] rack=${g}\n[g${g}:vars]\nnumber=${g}\n`;
      });
      await writeFile(playbook, playOf(steps));
      await writeFile(inventory, groups.join(''));
      return ['run', playbook, '-i', inventory, '--list-hosts', ...limit];
    },
  };
}

const repeated = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => steps[index % steps.length] ?? {});

const growths: readonly Growth[] = [
  {
    title: '50 tasks',
    unit: 'host x task',
    sizes: [50, 200].map((hosts) => playing(`${hosts} hosts`, hosts, repeated(50), hosts * 50)),
  },
  {
    title: '5 tasks',
    unit: 'host x task',
    sizes: [250, 1000].map((hosts) => playing(`${hosts} hosts`, hosts, repeated(5), hosts * 5)),
  },
  {
    title: 'a loop',
    unit: 'item',
    sizes: [250, 1000].map((items) =>
      playing(
        `${items} items`,
        1,
        [{ 'ansible.builtin.command': 'true', changed_when: false, loop: `{{ range(${items}) | list }}` }],
        items,
      ),
    ),
  },
  {
    title: 'an inventory that is listed',
    unit: 'host',
    sizes: [listing(1000, []), listing(10_000, []), listing(10_000, ['--limit', 'host77'])],
  },
];

/** Plays each growth at each of its sizes, once to have everything there, then measured. */
export async function benchScale(): Promise<void> {
  const rows: (readonly string[])[] = [];
  for (const growth of growths) {
    for (const size of growth.sizes) {
      const cost = await measure(size);
      const each = (cost.cpuSeconds / size.work) * 1000;
      rows.push([
        growth.title,
        size.label,
        cost.wallSeconds.toFixed(2),
        cost.cpuSeconds.toFixed(2),
        cost.peakMebibytes.toFixed(0),
        `${each.toFixed(2)} ms a ${growth.unit}`,
      ]);
    }
  }
  const header = ['what', 'size', 'wall s', 'controller CPU s', 'memory MiB', 'CPU'];
  console.log(`\n${table([header, ...rows])}`);
}

async function measure(size: Size): Promise<Cost> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-bench-'));
  const stop = size.hosts === 0 ? async () => undefined : await simulateHosts(size.hosts, folder);
  try {
    const command = [process.execPath, tsplayProgram, ...(await size.arguments(folder))];
    const run = () => timedRun({ command, cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    if (size.hosts > 0) await run();
    return await run();
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts the process of the simulated hosts; the result stops it. */
async function simulateHosts(count: number, folder: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['scripts/simulated-hosts.mjs', String(count), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!ready) throw new Error('the simulated hosts did not start');
  return async () => {
    child.stdin.end();
    await ended;
  };
}
