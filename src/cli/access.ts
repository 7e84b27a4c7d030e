import { readSource } from '../source/read.ts';
import { Secret } from '../values/types.ts';
import { type AccessDefaults, accessDefaults } from '../variables/connection-variables.ts';
import type { Settings } from '../variables/settings.ts';
import { askSecret } from './ask-secret.ts';
import type { InventoryOptions, TaskOptions } from './options.ts';

/** How hosts are reached unless their variables or tasks say otherwise: options beat settings beat the defaults. */
export async function readAccessDefaults(
  options: InventoryOptions & TaskOptions,
  settings: Settings,
): Promise<AccessDefaults> {
  const seconds = options.timeout ?? settings.timeout;
  const asksBecome = options.askBecomePass === true;
  return {
    ...accessDefaults,
    connection: options.connection ?? accessDefaults.connection,
    remoteUser: options.user ?? settings.remoteUser,
    port: settings.remotePort,
    privateKeyFile: options.privateKey ?? settings.privateKeyFile,
    password: options.askPass === true ? await askSecret('SSH password: ') : undefined,
    hostKeyChecking: settings.hostKeyChecking ?? accessDefaults.hostKeyChecking,
    sshArguments: settings.sshArguments,
    sshExecutable: settings.sshExecutable,
    connectTimeoutMs: seconds === undefined ? accessDefaults.connectTimeoutMs : seconds * 1000,
    agentSocket: process.env.SSH_AUTH_SOCK,
    // Asking for a user or a password without --become does not become anyone, as with Ansible.
    become: options.become ?? settings.become ?? accessDefaults.become,
    becomeMethod: options.becomeMethod ?? settings.becomeMethod ?? accessDefaults.becomeMethod,
    becomeUser: options.becomeUser ?? settings.becomeUser ?? accessDefaults.becomeUser,
    becomePassword: asksBecome ? await askSecret('BECOME password: ') : becomePasswordOf(options),
  };
}

function becomePasswordOf({ becomePasswordFile }: TaskOptions): Secret | undefined {
  if (becomePasswordFile === undefined) return undefined;
  const { text } = readSource(becomePasswordFile, { what: 'password file' });
  return new Secret(text.replace(/\r?\n$/, ''));
}
