import { rm } from 'node:fs/promises';
import { processesIn, removeCgroup, thaw } from './host/cgroups.ts';
import { removeNetwork } from './network.ts';
import { waitUntil } from './processes.ts';
import { type HostState, isLeftover, type LabState, labFolderOf, listStates } from './state.ts';

/**
 * Ends the hosts of a lab and removes all that was made for it. Mounts and network namespaces belong to the hosts'
 * processes alone and go with them. Each step passes over what is not there, so a half-made lab goes as well.
 */
export async function tearDown(state: LabState): Promise<void> {
  await Promise.all(state.hosts.map(endHost));
  await removeNetwork(state.name, state.network);
  await rm(labFolderOf(state.name), { recursive: true, force: true });
}

/** Takes down what crashed runs left behind. To be called under the labs' lock. */
export async function removeLeftovers(): Promise<string[]> {
  const removed: string[] = [];
  for (const state of await listStates()) {
    if (!(await isLeftover(state))) continue;
    await tearDown(state);
    removed.push(state.name);
  }
  return removed;
}

async function endHost({ name, cgroups }: HostState): Promise<void> {
  await Promise.all(cgroups.map(thaw));
  await waitUntil(
    `the processes of host ${name} to end`,
    async () => {
      const pids = new Set((await Promise.all(cgroups.map(processesIn))).flat());
      for (const pid of pids) kill(pid);
      return pids.size === 0;
    },
    { timeoutMs: 20_000 },
  );
  for (const cgroup of cgroups) await removeCgroup(cgroup);
}

/** Only SIGKILL ends an init, and it takes its whole pid namespace with it. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
