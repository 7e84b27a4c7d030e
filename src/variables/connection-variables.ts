import { userInfo } from 'node:os';
import type { ConnectionParameters, SshParameters, SshProgram } from '../connection/types.ts';
import { TsplayError } from '../errors.ts';
import type { BecomeSpec } from '../shell/types.ts';
import { didYouMean } from '../util/nearest.ts';
import { Secret } from '../values/types.ts';
import { type BecomeDefaults, resolveBecome } from './become-variables.ts';
import { expandHome } from './home-path.ts';
import { booleanSetting, numberSetting, type SettingSource, textSetting } from './rendered-variables.ts';
import { type ParsedSshArguments, parseSshArguments, type SshArguments } from './ssh-arguments.ts';

/** What options, environment and ansible.cfg say; hosts and tasks may say otherwise. */
export interface AccessDefaults extends BecomeDefaults {
  /** `--connection`. */
  readonly connection: string;
  /** `--user`; the user who runs this when absent. */
  readonly remoteUser?: string | undefined;
  readonly port?: number | undefined;
  /** `--private-key`. */
  readonly privateKeyFile?: string | undefined;
  /** `--ask-pass`. */
  readonly password?: Secret | undefined;
  /** `host_key_checking`; when off, it is off whatever the arguments for ssh say. */
  readonly hostKeyChecking: boolean;
  /** `--ssh-common-args` and `--ssh-extra-args`, in this order. */
  readonly sshArguments: readonly string[];
  /** `ssh_executable`: connect by this program. */
  readonly sshExecutable?: string | undefined;
  readonly connectTimeoutMs: number;
  readonly keepaliveMs: number;
  readonly agentSocket?: string | undefined;
}

/** Without any options: ssh as the current user, no become, host keys checked, ten seconds to connect. */
export const accessDefaults: AccessDefaults = {
  connection: 'ssh',
  hostKeyChecking: true,
  sshArguments: [],
  connectTimeoutMs: 10_000,
  keepaliveMs: 15_000,
  become: false,
  becomeMethod: 'sudo',
  becomeUser: 'root',
};

export interface AccessRequest extends SettingSource {
  /** The inventory's name of the host: its address unless `ansible_host` is set. */
  readonly name: string;
  readonly defaults: AccessDefaults;
}

/** How to reach a machine, and who to be there. */
export interface Access {
  readonly connection: ConnectionParameters;
  readonly become: BecomeSpec | undefined;
}

/**
 * Ansible's order: a variable of the host beats a keyword of the task or play, which beats the options of the
 * command, which beat ansible.cfg. Throws a `TsplayError` for values of a wrong type and for what is not supported.
 */
export function resolveAccess(request: AccessRequest): Access {
  return { connection: resolveConnection(request), become: resolveBecome(request, request.defaults) };
}

const transports: ReadonlyMap<string, 'ssh' | 'local'> = new Map([
  ['ssh', 'ssh'],
  ['smart', 'ssh'],
  ['paramiko', 'ssh'],
  ['paramiko_ssh', 'ssh'],
  ['ansible.builtin.ssh', 'ssh'],
  ['ansible.builtin.paramiko_ssh', 'ssh'],
  ['local', 'local'],
  ['ansible.builtin.local', 'local'],
]);

/** How a host is reached: its variables win over keywords, keywords over the run's defaults. Throws `connection-unsupported`. */
export function resolveConnection(request: AccessRequest): ConnectionParameters {
  const { name, defaults } = request;
  const written =
    textSetting(request, { variables: ['ansible_connection'], keyword: 'connection' }) ?? defaults.connection;
  const transport = transports.get(written);
  if (transport === 'local') return { kind: 'local' };
  if (transport === 'ssh') return resolveSsh(request);
  throw new TsplayError({
    code: 'connection-unsupported',
    message: `connection '${written}' of host '${name}' is not supported; ssh and local are`,
    hint: didYouMean(written, transports.keys()),
  });
}

function resolveSsh(request: AccessRequest): SshParameters {
  const { name, defaults } = request;
  const args = sshArgumentsOf(request);
  const password = textSetting(request, {
    variables: ['ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password'],
  });
  const passphrase = textSetting(request, {
    variables: ['ansible_private_key_passphrase', 'ansible_ssh_private_key_passphrase'],
  });
  const keyFile =
    textSetting(request, { variables: ['ansible_private_key_file', 'ansible_ssh_private_key_file'] }) ??
    defaults.privateKeyFile ??
    args.identityFile;
  const timeout = numberSetting(
    request,
    { variables: ['ansible_ssh_timeout', 'ansible_timeout'] },
    { min: 1, max: 86_400 },
  );
  const port =
    numberSetting(
      request,
      { variables: ['ansible_port', 'ansible_ssh_port'], keyword: 'port' },
      portBounds,
    ) ?? defaults.port;
  const user =
    textSetting(request, { variables: ['ansible_user', 'ansible_ssh_user'], keyword: 'remote_user' }) ??
    defaults.remoteUser;
  return {
    kind: 'ssh',
    name,
    host: textSetting(request, { variables: ['ansible_host', 'ansible_ssh_host'] }) ?? name,
    port: port ?? args.port ?? 22,
    user: user ?? args.user ?? userInfo().username,
    password: password === undefined ? defaults.password : new Secret(password),
    privateKeyFile: keyFile === undefined ? undefined : expandHome(keyFile),
    passphrase: passphrase === undefined ? undefined : new Secret(passphrase),
    agentSocket: defaults.agentSocket,
    hostKeyChecking: hostKeyCheckingOf(request, args),
    knownHostsFiles: [
      ...(args.userKnownHostsFiles ?? ['~/.ssh/known_hosts']),
      ...(args.globalKnownHostsFiles ?? ['/etc/ssh/ssh_known_hosts']),
    ].map(expandHome),
    connectTimeoutMs:
      timeout === undefined ? (args.connectTimeoutMs ?? defaults.connectTimeoutMs) : timeout * 1000,
    keepaliveMs: args.keepaliveMs ?? defaults.keepaliveMs,
    program: { ...programOf(request, args), user, port },
  };
}

function programOf(
  request: AccessRequest,
  { options, configFile, needsProgram }: ParsedSshArguments,
): Omit<SshProgram, 'user' | 'port'> {
  const named =
    textSetting(request, { variables: ['ansible_ssh_executable'] }) ?? request.defaults.sshExecutable;
  return {
    executable: named === undefined ? 'ssh' : expandHome(named),
    neededFor: needsProgram ?? (named === undefined ? undefined : 'ssh_executable'),
    options,
    configFile: configFile === undefined ? undefined : expandHome(configFile),
  };
}

const portBounds = { min: 1, max: 65_535 };

/** As on ssh's command line: what stands first counts. */
function sshArgumentsOf(request: AccessRequest): ParsedSshArguments {
  const { defaults } = request;
  const texts = ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args'].map((name) =>
    textSetting(request, { variables: [name] }),
  );
  return parseSshArguments(
    [...texts, ...defaults.sshArguments].filter((text) => text !== undefined).join(' '),
  );
}

function hostKeyCheckingOf(request: AccessRequest, args: SshArguments): SshParameters['hostKeyChecking'] {
  const variables = ['ansible_ssh_host_key_checking', 'ansible_host_key_checking'];
  const isOn = booleanSetting(request, { variables }) ?? request.defaults.hostKeyChecking;
  return isOn ? (args.hostKeyChecking ?? 'strict') : 'off';
}
