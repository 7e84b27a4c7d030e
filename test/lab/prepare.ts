import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BaseName } from './bases/recipes.ts';
import { createHostCgroups, hostCgroupName } from './host/cgroups.ts';
import { writeSeed } from './host/seed.ts';
import { keyPair, knownHostsLine } from './keys.ts';
import { createNetwork, freeNetwork, hostAddress } from './network.ts';
import { identify } from './processes.ts';
import {
  type HostState,
  hostFolderOf,
  knownHostsFileOf,
  type LabState,
  labFolderOf,
  listStates,
  writeState,
} from './state.ts';
import { removeLeftovers, tearDown } from './teardown.ts';

export interface HostRequest {
  readonly name: string;
  /** `bookworm` when absent. */
  readonly base?: BaseName;
  /** Of its sshd; 22 when absent. */
  readonly port?: number;
  /** Lines put before the rest of its sshd_config: the first value of a setting wins. */
  readonly sshdConfig?: readonly string[];
}

/**
 * Takes a network, writes the lab's state, then makes all that the hosts need to boot: keys, known_hosts, bridge,
 * cgroups, the files that tell one host from another. To be called under the labs' lock.
 */
export async function prepareLab(name: string, requests: readonly HostRequest[]): Promise<LabState> {
  await removeLeftovers();
  const others = await listStates();
  if (others.some((lab) => lab.name === name)) {
    throw new Error(`lab '${name}' is up already: take it down first, or give another name`);
  }
  const network = await freeNetwork(new Set(others.map((lab) => lab.network.slot)));
  await mkdir(path.join(labFolderOf(name), 'hosts'), { recursive: true, mode: 0o755 });
  const hosts: HostState[] = requests.map((host, index) => ({
    name: host.name,
    base: host.base ?? 'bookworm',
    address: hostAddress(network, index),
    port: host.port ?? 22,
    cgroups: [],
  }));
  // Even a lab that shall stay is owned by this process until it is up.
  const planned: LabState = { name, network, owner: await identify(process.pid), hosts };
  await writeState(planned);
  try {
    const state = { ...planned, hosts: await Promise.all(hosts.map((host) => withCgroups(name, host))) };
    await writeState(state);
    await writeIdentities(state, requests);
    await createNetwork(name, network);
    return state;
  } catch (error) {
    await tearDown(planned);
    throw error;
  }
}

async function withCgroups(lab: string, host: HostState): Promise<HostState> {
  return { ...host, cgroups: await createHostCgroups(hostCgroupName(lab, host.name)) };
}

async function writeIdentities(
  { name: lab, hosts }: LabState,
  requests: readonly HostRequest[],
): Promise<void> {
  const userKey = await keyPair('user');
  const known: string[] = [];
  for (const [index, { name, address, port }] of hosts.entries()) {
    const hostKey = await keyPair(`host-${name}`);
    known.push(knownHostsLine(address, port, hostKey));
    const folder = hostFolderOf(lab, name);
    await mkdir(folder);
    await writeSeed({
      upper: path.join(folder, 'upper'),
      hostname: name,
      hostKey,
      userKey,
      port,
      sshdConfig: requests[index]?.sshdConfig ?? [],
      neighbours: hosts,
    });
  }
  await writeFile(knownHostsFileOf(lab), known.join(''));
}
