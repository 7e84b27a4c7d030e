import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitUntil } from '../processes.ts';

/** No name has a dot, so no two hosts share a group. */
export function hostCgroupName(lab: string, host: string): string {
  return `tsplay-${lab}.${host}`;
}

/**
 * Each host gets a cgroup of its own in every hierarchy that systemd uses, below the one that this process is in,
 * so that two hosts do not see each other's services; the cgroup also tells which processes are the host's.
 */
export async function createHostCgroups(name: string): Promise<string[]> {
  const folders = (await ownCgroups()).map((own) => path.join(own, name));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  return folders;
}

/** The numbers of all processes in a cgroup and those below it. */
export async function processesIn(cgroup: string): Promise<number[]> {
  const text = await readFile(path.join(cgroup, 'cgroup.procs'), 'utf8').catch(() => '');
  const below = await Promise.all((await children(cgroup)).map(processesIn));
  // Processes of a pid namespace that this one does not see are listed as 0.
  return [
    ...text
      .split('\n')
      .map(Number)
      .filter((pid) => pid > 0),
    ...below.flat(),
  ];
}

/** Wakes what a container engine has frozen in a cgroup and below it: frozen processes do not even end by SIGKILL. */
export async function thaw(cgroup: string): Promise<void> {
  const state = path.join(cgroup, 'freezer.state');
  const frozen = await readFile(state, 'utf8').catch(() => '');
  if (/^FR/.test(frozen)) await writeFile(state, 'THAWED');
  for (const child of await children(cgroup)) await thaw(child);
}

/** Removes an empty cgroup and those below it; one that is gone already is no error. */
export async function removeCgroup(cgroup: string): Promise<void> {
  for (const child of await children(cgroup)) await removeCgroup(child);
  // A process that has just ended can still hold its group for an instant.
  await waitUntil(`cgroup ${cgroup} to be free`, () => isRemoved(cgroup), { timeoutMs: 5000 });
}

async function isRemoved(cgroup: string): Promise<boolean> {
  try {
    await rmdir(cgroup);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY') return false;
    throw error;
  }
}

async function children(cgroup: string): Promise<string[]> {
  const entries = await readdir(cgroup, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(cgroup, entry.name));
}

/** This process's cgroup in each mounted hierarchy, as folders. */
async function ownCgroups(): Promise<string[]> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  const folders: string[] = [];
  for (const line of (await readFile('/proc/self/cgroup', 'utf8')).trim().split('\n')) {
    const [, id, controllers = '', own = '/'] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    // A new cpuset group has no processors and takes no process; systemd does not use that hierarchy.
    if (controllers === 'cpuset') continue;
    const mountPoint =
      id === '0'
        ? mountPointOf(mounts, 'cgroup2', [])
        : mountPointOf(mounts, 'cgroup', controllers.split(','));
    if (mountPoint !== undefined) folders.push(path.join(mountPoint, own));
  }
  return folders;
}

function mountPointOf(mountinfo: string, type: string, controllers: readonly string[]): string | undefined {
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const [fileSystem, , superOptions = ''] = after.split(' ');
    const options = superOptions.split(',');
    if (fileSystem === type && controllers.every((name) => options.includes(name)))
      return before.split(' ')[4];
  }
  return undefined;
}
