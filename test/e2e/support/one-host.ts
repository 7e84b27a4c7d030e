import { expect } from 'vitest';
import { finishedEvents } from './finished-events.ts';
import type { LabProject } from './lab-project.ts';
import { type Ran, tsplay } from './programs.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Known hosts of the lab alone, as arguments for ssh. */
export function knownHostsOf({ lab }: LabProject): string {
  return `-o UserKnownHostsFile=${lab.knownHostsFile} -o GlobalKnownHostsFile=/dev/null`;
}

/** Variables by which the program ssh logs in on this host of the lab, as root. */
export function byTheProgram(project: LabProject, host: string): Variables {
  return {
    ansible_host: project.lab.host(host).address,
    ansible_user: 'root',
    ansible_ssh_private_key_file: project.lab.privateKeyFile,
    ansible_ssh_executable: 'ssh',
    ansible_ssh_common_args: knownHostsOf(project),
  };
}

/** Plays tasks on a host that these variables make. */
export async function playOn(
  project: LabProject,
  [name, variables]: readonly [name: string, variables: Variables],
  tasks: readonly unknown[] = [{ name: 'who', command: 'hostname' }],
): Promise<Ran> {
  const inventory = await project.write(`${name}.json`, { all: { hosts: { [name]: variables } } });
  const playbook = await project.write(`${name}-play.json`, [{ hosts: 'all', gather_facts: false, tasks }]);
  return tsplay(['run', '--output', 'json', '-i', inventory, playbook]);
}

/** What each task wrote. */
export function outputsOf(ran: Ran): readonly unknown[] {
  return finishedEvents(ran).map(({ result }) => result.stdout);
}

/** The result of the one host, which could not be reached. */
export function unreachableResult(ran: Ran) {
  const [event, ...more] = finishedEvents(ran);
  expect([event?.status, more.length]).toEqual(['unreachable', 0]);
  return event?.result ?? {};
}
