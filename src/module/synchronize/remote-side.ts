import { bracketed } from '../../util/address.ts';
import type { HostReach, MachineAddress } from '../context.ts';
import { ModuleFailure } from '../result.ts';
import type { SynchronizeArguments } from './arguments.ts';

type SshAddress = Extract<MachineAddress, { readonly kind: 'ssh' }>;

export interface RemoteSideRequest {
  readonly args: SynchronizeArguments;
  readonly address: SshAddress;
  readonly become: HostReach['become'];
  /** rsync runs on the controller: its keys and lists of known hosts are those of the connection. */
  readonly isController: boolean;
  /** Words for ssh from the host's variables. */
  readonly sshWords: readonly string[];
}

/** The options that say how rsync gets to a host, and be whom there. Throws ModuleFailure where it cannot. */
export function remoteOptions(request: RemoteSideRequest): readonly string[] {
  const { args, address, become } = request;
  if (address.host.startsWith('-')) throw new ModuleFailure(`synchronize: '${address.host}' is no host`);
  const rsyncPath = args.rsync_path ?? (become === undefined ? undefined : becomeRsync(become));
  return [
    `--rsh=${sshWords(request).map(rshWord).join(' ')}`,
    ...(rsyncPath === undefined ? [] : [`--rsync-path=${rsyncPath}`]),
  ];
}

function sshWords({ args, address, isController, sshWords }: RemoteSideRequest): readonly string[] {
  const key = args.private_key ?? (isController ? address.privateKeyFile : undefined);
  if (address.password !== undefined && key === undefined) {
    throw new ModuleFailure(
      `synchronize: the connection to ${address.host} takes a password, which cannot be handed to rsync's own ssh`,
      { hint: 'log in with a key: private_key, or ansible_ssh_private_key_file' },
    );
  }
  const port = args.dest_port ?? (address.program ?? address).port;
  const own = [
    ...(port === undefined ? [] : [`Port=${port}`]),
    'BatchMode=yes',
    `ConnectTimeout=${Math.ceil(address.connectTimeoutMs / 1000)}`,
    ...(isController ? hostKeyOptions(address, args.verify_host) : []),
    ...(key === undefined ? [] : ['IdentitiesOnly=yes']),
  ];
  return [
    'ssh',
    ...(args.ssh_connection_multiplexing ? [] : ['-S', 'none']),
    ...(key === undefined ? [] : ['-i', key]),
    ...own.flatMap((option) => ['-o', option]),
    ...sshWords,
  ];
}

/** The same host keys count as for the connection. */
function hostKeyOptions(
  { hostKeyChecking, knownHostsFiles }: SshAddress,
  isForced: boolean,
): readonly string[] {
  const files = knownHostsFiles.map((file) => (/\s/.test(file) ? `"${file}"` : file)).join(' ');
  const checking = { strict: 'yes', 'accept-new': 'accept-new', off: isForced ? 'yes' : 'no' } as const;
  return [
    `StrictHostKeyChecking=${checking[hostKeyChecking]}`,
    ...(files === '' ? [] : [`UserKnownHostsFile=${files}`, 'GlobalKnownHostsFile=/dev/null']),
  ];
}

/** rsync splits the command by itself: quotes hold blanks, and a quote in them is written twice. */
function rshWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`;
}

function becomeRsync({ method, user, password, exe }: NonNullable<HostReach['become']>): string {
  if (password !== undefined || method === 'su') {
    throw new ModuleFailure(
      `synchronize: rsync cannot become '${user}' there, since ${method} asks for a password`,
      { hint: 'become with sudo or doas that need none, or synchronize without become' },
    );
  }
  if (!/^[\w.$-]+$/.test(user) || user.startsWith('-'))
    throw new ModuleFailure(`synchronize: '${user}' is no user`);
  const program = exe ?? method;
  if (!/^[\w./-]+$/.test(program)) throw new ModuleFailure(`synchronize: '${program}' is no program`);
  return `${program} -n ${method === 'sudo' ? '-H ' : ''}-u ${user} rsync`;
}

/** A path of the host as rsync takes it, and whether its shell there must be kept from reading it. */
export function remotePath(
  { args, address }: Pick<RemoteSideRequest, 'args' | 'address'>,
  path: string,
): { readonly operand: string; readonly isShielded: boolean } {
  const { user: name } = address.program ?? address;
  const user = args.set_remote_user && name !== undefined ? `${name}@` : '';
  const isShielded = /[^\w@%+=:,./~*?[\]-]/.test(path);
  // What is shielded is not expanded: without a slash at its start it is in the home folder anyway.
  const shown = isShielded ? path.replace(/^~\//, '') : path;
  return { operand: `${user}${bracketed(address.host)}:${shown}`, isShielded };
}
