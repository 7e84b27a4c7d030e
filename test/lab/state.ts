import { readFileSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BaseName } from './bases/recipes.ts';
import type { LabNetwork } from './network.ts';
import { labsFolder } from './paths.ts';
import { isAlive, type ProcessIdentity } from './processes.ts';

/** What is written about a lab before each step that makes something, so that a later process can take it down. */
export interface LabState {
  readonly name: string;
  readonly network: LabNetwork;
  /** The process that the lab lives and dies with; absent for a lab that stays until it is taken down. */
  readonly owner?: ProcessIdentity | undefined;
  readonly hosts: readonly HostState[];
}

export interface HostState {
  readonly name: string;
  readonly base: BaseName;
  readonly address: string;
  readonly port: number;
  readonly cgroups: readonly string[];
  /** Lives as long as the host, reboots included. */
  readonly supervisor?: ProcessIdentity | undefined;
}

export function labFolderOf(name: string): string {
  return path.join(labsFolder, name);
}

export function hostFolderOf(lab: string, host: string): string {
  return path.join(labsFolder, lab, 'hosts', host);
}

/** The host's pid 1 as this machine numbers it; undefined while it is off or between two boots. */
export function initPidOf(lab: string, host: string): number | undefined {
  try {
    return Number(readFileSync(path.join(hostFolderOf(lab, host), 'init.pid'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export function knownHostsFileOf(lab: string): string {
  return path.join(labsFolder, lab, 'known_hosts');
}

export async function writeState(state: LabState): Promise<void> {
  const file = path.join(labFolderOf(state.name), 'lab.json');
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

export async function readState(name: string): Promise<LabState | undefined> {
  const text = await readFile(path.join(labFolderOf(name), 'lab.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as LabState);
}

export async function listStates(): Promise<LabState[]> {
  const names = await readdir(labsFolder).catch(() => []);
  const states = await Promise.all(names.sort().map(readState));
  return states.filter((state) => state !== undefined);
}

/** A lab whose owner has ended, or whose hosts did (the machine was restarted), is a leftover. */
export async function isLeftover(state: LabState): Promise<boolean> {
  if (state.owner !== undefined) return !(await isAlive(state.owner));
  const alive = await Promise.all(
    state.hosts.map(({ supervisor }) => supervisor !== undefined && isAlive(supervisor)),
  );
  return !alive.includes(true);
}
