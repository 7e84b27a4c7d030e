import { readdir, readFile } from 'node:fs/promises';
import { hostCgroupName } from './host/cgroups.ts';
import { identify, run } from './processes.ts';
import { type LabState, labFolderOf } from './state.ts';

/** All that is left of a lab on this machine: links, rules, cgroups, mounts, processes, folders. Empty after `stop`. */
export async function tracesOf({ name, network }: Pick<LabState, 'name' | 'network'>): Promise<string[]> {
  const links = (await run('ip', ['-o', 'link', 'show'])).split('\n');
  const rules = (await run('iptables-save', [])).split('\n');
  const cgroups = (
    await run('find', ['/sys/fs/cgroup', '-type', 'd', '-name', hostCgroupName(name, '*')])
  ).split('\n');
  const folder = await readdir(labFolderOf(name)).catch(() => []);
  const ofProcesses: string[] = [];
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const mounts = await readFile(`/proc/${pid}/mounts`, 'utf8').catch(() => '');
    const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
    if (mounts.includes(`${labFolderOf(name)}/`)) ofProcesses.push(`mount seen by process ${pid}`);
    const alive = (await identify(Number(pid))) !== undefined;
    if (alive && groups.includes(`/${hostCgroupName(name, '')}`)) ofProcesses.push(`process ${pid}`);
  }
  return [
    ...links.filter(
      (line) => line.includes(`: ${network.bridge}:`) || line.includes(`: tsplay-${network.slot}-`),
    ),
    ...rules.filter((line) => line.includes(`tsplay-${name} `) || line.includes(network.subnet)),
    ...cgroups.filter((line) => line !== ''),
    ...folder.map((entry) => `${labFolderOf(name)}/${entry}`),
    ...ofProcesses,
  ];
}
