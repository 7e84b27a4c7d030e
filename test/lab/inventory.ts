import { hasPython } from './bases/recipes.ts';
import type { HostState } from './state.ts';

export interface InventoryOptions {
  /** The login user; root when absent. */
  readonly user?: string;
}

/** An inventory in YAML that both tsplay and the real Ansible take, with a group for each base. */
export function inventoryText(
  hosts: readonly HostState[],
  files: { readonly privateKeyFile: string; readonly knownHostsFile: string },
  { user = 'root' }: InventoryOptions = {},
): string {
  const sshArguments = [
    `-o UserKnownHostsFile=${files.knownHostsFile}`,
    '-o GlobalKnownHostsFile=/dev/null',
    '-o StrictHostKeyChecking=yes',
    '-o IdentitiesOnly=yes',
  ];
  const entries = hosts.map(
    ({ name, address, port }) =>
      `    ${name}:\n      ansible_host: ${address}\n      ansible_port: ${port}\n`,
  );
  const bases = [...new Set(hosts.map(({ base }) => base))];
  const groups = bases.map((base) => {
    const members = hosts.filter((host) => host.base === base).map(({ name }) => `        ${name}:\n`);
    const python = hasPython(base)
      ? '      vars:\n        ansible_python_interpreter: /usr/bin/python3\n'
      : '';
    return `    ${base.replace('-', '_')}:\n${python}      hosts:\n${members.join('')}`;
  });
  return `all:
  vars:
    ansible_user: ${user}
    ansible_ssh_private_key_file: ${files.privateKeyFile}
    ansible_ssh_common_args: ${sshArguments.join(' ')}
  hosts:
${entries.join('')}  children:
${groups.join('')}`;
}
