import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureBase, type Progress } from './bases/build.ts';
import { type BaseName, initOf } from './bases/recipes.ts';
import { waitForBanner } from './host/banner.ts';
import { boot } from './host/boot.ts';
import { execInHost } from './host/exec.ts';
import { type InventoryOptions, inventoryText } from './inventory.ts';
import { withLock } from './lock.ts';
import { connectToBridge } from './network.ts';
import { checkName, keysFolder, labFolder } from './paths.ts';
import { type HostRequest, prepareLab } from './prepare.ts';
import { isAlive, type Output, type RunOptions } from './processes.ts';
import {
  type HostState,
  hostFolderOf,
  initPidOf,
  knownHostsFileOf,
  type LabState,
  writeState,
} from './state.ts';
import { tearDown } from './teardown.ts';

export interface LabOptions {
  readonly hosts: readonly HostRequest[];
  /** Labs of different names live side by side. Made up when absent. */
  readonly name?: string;
  /** Stays when this process ends, until it is taken down by `npm run lab -- down`. */
  readonly keep?: boolean;
  /** Told what takes long: the building of a base. To stderr when absent. */
  readonly progress?: Progress;
}

export interface LabHost {
  readonly name: string;
  readonly base: BaseName;
  readonly address: string;
  readonly port: number;
  /** Accounts to log in as with the lab's key; passwords and sudo rights are in test/lab/README.md. */
  readonly users: readonly string[];
  /**
   * The host's root folder as the machine sees it, with its /run, /tmp and /proc. Beware of absolute symbolic links
   * in it: they lead out of the host. Another path after a reboot, so ask anew.
   */
  readonly rootfs: string;
  /** Runs a command with the host's /bin/sh as root, from outside: not through ssh. */
  exec(command: string, options?: RunOptions): Promise<Output>;
}

export interface Lab {
  readonly name: string;
  readonly hosts: readonly LabHost[];
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  /** The host of that name. */
  host(name: string): LabHost;
  /** YAML for tsplay and the real Ansible alike. */
  inventory(options?: InventoryOptions): string;
  /** Ends all hosts and removes all traces. Idempotent. */
  stop(): Promise<void>;
}

let started = 0;

/** Boots hosts and resolves when their ssh servers answer. What was begun is taken down again on a failure. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const progress = options.progress ?? ((line) => process.stderr.write(`${line}\n`));
  started += 1;
  const name = checkName('lab', options.name ?? `run-${process.pid}-${started}`);
  const names = options.hosts.map((host) => checkName('host', host.name));
  if (new Set(names).size < names.length)
    throw new Error(`lab '${name}' has two hosts of one name: ${names}`);

  const wanted = [...new Set(options.hosts.map(({ base = 'bookworm' }) => base))];
  const roots = await Promise.all(
    wanted.map(async (base) => [base, await ensureBase(base, progress)] as const),
  );
  const bases = new Map<BaseName, string>(roots);
  const state = await withLock(path.join(labFolder, 'labs.lock'), () => prepareLab(name, options.hosts));
  try {
    const tied = options.keep !== true;
    const hosts = await Promise.all(
      state.hosts.map((host, index) =>
        bootHost({ state, host, index, base: bases.get(host.base) ?? '', tied }),
      ),
    );
    await Promise.all(hosts.map((host) => waitUntilReady(name, host)));
    const running: LabState = { ...state, hosts, ...(!tied && { owner: undefined }) };
    await writeState(running);
    return labOf(running);
  } catch (error) {
    await tearDown(state);
    throw error;
  }
}

interface HostBoot {
  readonly state: LabState;
  readonly host: HostState;
  readonly index: number;
  readonly base: string;
  readonly tied: boolean;
}

async function bootHost({ state, host, index, base, tied }: HostBoot): Promise<HostState> {
  const supervisor = await boot({
    folder: hostFolderOf(state.name, host.name),
    base,
    init: initOf(host.base),
    hostname: host.name,
    address: `${host.address}/24`,
    gateway: state.network.gateway,
    cgroups: host.cgroups,
    tied,
    connect: (pid) => connectToBridge(state.network, index, pid),
  });
  return { ...host, supervisor };
}

async function waitUntilReady(lab: string, { name, address, port, supervisor }: HostState): Promise<void> {
  const stillStarting = async (): Promise<void> => {
    if (supervisor !== undefined && (await isAlive(supervisor))) return;
    const log = await readFile(path.join(hostFolderOf(lab, name), 'console.log'), 'utf8');
    throw new Error(`host '${name}' ended while it booted:\n${log}`);
  };
  await waitForBanner({ host: address, port, timeoutMs: 60_000, stillStarting });
}

/** The lab that a state describes: one that this process started, or that another left running. */
export function labOf(state: LabState): Lab {
  const files = {
    privateKeyFile: path.join(keysFolder, 'user'),
    knownHostsFile: knownHostsFileOf(state.name),
  };
  const hosts = state.hosts.map((host) => labHostOf(state.name, host));
  let stopped: Promise<void> | undefined;
  return {
    name: state.name,
    hosts,
    ...files,
    host(name) {
      const found = hosts.find((host) => host.name === name);
      if (found === undefined) {
        throw new Error(
          `lab '${state.name}' has no host '${name}': ${hosts.map((host) => host.name).join(', ')}`,
        );
      }
      return found;
    },
    inventory: (options) => inventoryText(state.hosts, files, options),
    stop: () => {
      stopped ??= tearDown(state);
      return stopped;
    },
  };
}

function labHostOf(lab: string, { name, base, address, port }: HostState): LabHost {
  const initPid = (): number => {
    const pid = initPidOf(lab, name);
    if (pid === undefined) throw new Error(`host '${name}' of lab '${lab}' is not running`);
    return pid;
  };
  return {
    name,
    base,
    address,
    port,
    users: ['root', 'admin', 'operator', 'appuser'],
    get rootfs() {
      return `/proc/${initPid()}/root`;
    },
    exec: async (command, options) => execInHost(initPid(), command, options),
  };
}
