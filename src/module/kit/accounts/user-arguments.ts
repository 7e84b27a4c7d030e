import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';
import { ModuleFailure } from '../../result.ts';
import type { WantedAccount } from './account-changes.ts';
import { looksHashed } from './password-hash.ts';

export const userArguments = {
  name: { type: 'str', required: true, aliases: ['user'], description: 'The login name.' },
  state: {
    type: 'str',
    choices: ['present', 'absent'],
    default: 'present',
    description: 'Whether the account should exist.',
  },
  uid: { type: 'int', description: 'Its number.' },
  non_unique: { type: 'bool', default: false, description: 'The number may be one that another user has.' },
  comment: { type: 'str', description: 'The full name (GECOS).' },
  group: { type: 'str', description: 'The primary group: name or number.' },
  groups: {
    type: 'list',
    elements: 'str',
    description: 'Supplementary groups; an empty text or list for none.',
  },
  append: {
    type: 'bool',
    default: false,
    description: 'Add to the supplementary groups instead of replacing them.',
  },
  shell: { type: 'str', description: 'The login shell.' },
  home: { type: 'path', description: 'The home folder.' },
  create_home: {
    type: 'bool',
    default: true,
    aliases: ['createhome'],
    description: 'Make the home folder when it is missing.',
  },
  move_home: { type: 'bool', default: false, description: 'Move the contents when `home` changes.' },
  skeleton: { type: 'str', description: 'The folder whose contents a new home gets.' },
  umask: { type: 'str', description: 'The umask (octal) that a new home is made with.' },
  system: { type: 'bool', default: false, description: 'A new account gets a number of the system range.' },
  password: { type: 'str', noLog: true, description: 'The password as a crypt hash.' },
  update_password: {
    type: 'str',
    choices: ['always', 'on_create'],
    default: 'always',
    noLog: false,
    description: 'Whether the password of an account that exists is changed.',
  },
  password_lock: { type: 'bool', noLog: false, description: 'Whether the password is locked.' },
  password_expire_max: {
    type: 'int',
    noLog: false,
    description: 'Days after which a password must be changed.',
  },
  password_expire_min: { type: 'int', noLog: false, description: 'Days before which it cannot be changed.' },
  expires: {
    type: 'float',
    description: 'When the account ends: seconds since the epoch; negative for never.',
  },
  force: {
    type: 'bool',
    default: false,
    description: 'With absent: also when the user is logged in. With `generate_ssh_key`: a new key pair.',
  },
  remove: { type: 'bool', default: false, description: 'With absent: the home folder and mail too.' },
  generate_ssh_key: {
    type: 'bool',
    default: false,
    description: 'Make a key pair when there is none; with `force` a new one in any case.',
  },
  ssh_key_file: {
    type: 'path',
    default: '.ssh/id_rsa',
    description: 'The private key, from the home folder.',
  },
  ssh_key_type: { type: 'str', default: 'rsa', description: 'As `ssh-keygen -t` takes it.' },
  ssh_key_bits: { type: 'int', description: 'The length of the key.' },
  ssh_key_comment: {
    type: 'str',
    description: 'The comment; `ansible-generated on HOSTNAME` when left out.',
  },
  ssh_key_passphrase: { type: 'str', noLog: true, description: 'A passphrase for the private key.' },
  local: { type: 'bool', default: false, description: 'Not supported when true.' },
  seuser: {
    type: 'str',
    description: 'The SELinux user. Not supported.',
    unsupported: 'map it with semanage login by the command module',
  },
  hidden: { type: 'bool', description: 'Not supported.', unsupported: 'it is of macOS' },
  login_class: { type: 'str', description: 'Not supported.', unsupported: 'it is of the BSDs' },
  authorization: { type: 'str', description: 'Not supported.', unsupported: 'it is of Solaris' },
  profile: { type: 'str', description: 'Not supported.', unsupported: 'it is of Solaris' },
  role: { type: 'str', description: 'Not supported.', unsupported: 'it is of Solaris' },
} as const satisfies ArgumentSpec;

export type UserArguments = ArgumentsOf<typeof userArguments>;

/** Refuses what the module cannot do. Throws ModuleFailure. */
export function refuseUnsupported({ local }: UserArguments): void {
  if (local) throw new ModuleFailure("user: 'local' is not supported");
}

/** The account that the arguments ask for. */
export function wantedAccount(args: UserArguments): WantedAccount {
  return {
    name: args.name,
    uid: args.uid,
    nonUnique: args.non_unique,
    group: args.group,
    groups: args.groups,
    append: args.append,
    comment: args.comment,
    home: args.home,
    shell: args.shell,
    createHome: args.create_home,
    moveHome: args.move_home,
    skeleton: args.skeleton,
    umask: args.umask,
    system: args.system,
    expires:
      args.expires === undefined ? undefined : args.expires < 0 ? 'never' : Math.floor(args.expires / 86_400),
    hash: args.password,
    updateHash: args.update_password === 'always',
    locked: args.password_lock,
    minimumDays: args.password_expire_min,
    maximumDays: args.password_expire_max,
  };
}

/** What is allowed and yet looks like a mistake. */
export function warningsOf(args: UserArguments): readonly string[] {
  return [
    ...(args.password === undefined || looksHashed(args.password)
      ? []
      : ["'password' does not look like a crypt hash: nobody could log in with it"]),
    ...(args.append && args.groups === undefined ? ["'append' does nothing without 'groups'"] : []),
  ];
}
