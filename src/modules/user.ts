import type { ArgumentSpec, ArgumentsOf } from '../module/argument-spec.ts';
import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import {
  accountChanges,
  findGroup,
  type WantedAccount,
  wantedGroups,
} from '../module/kit/accounts/account-changes.ts';
import {
  changeWithBusybox,
  createWithBusybox,
  removeWithBusybox,
} from '../module/kit/accounts/busybox-commands.ts';
import { outputOf, runCommands } from '../module/kit/accounts/change.ts';
import {
  type AccountTools,
  accountTools,
  allGroups,
  type GroupEntry,
  groupsForChange,
  type PasswdEntry,
  parsePasswd,
  passwdOf,
  requireTools,
  type ShadowEntry,
  shadowOf,
} from '../module/kit/accounts/database.ts';
import { checkHash, looksHashed } from '../module/kit/accounts/password-hash.ts';
import {
  type AccountCommands,
  changeWithShadow,
  createWithShadow,
  removeWithShadow,
} from '../module/kit/accounts/shadow-commands.ts';
import { quotePath } from '../module/kit/paths.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

const spec = {
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
  force: { type: 'bool', default: false, description: 'With absent: also when the user is logged in.' },
  remove: { type: 'bool', default: false, description: 'With absent: the home folder and mail too.' },
  generate_ssh_key: { type: 'bool', default: false, description: 'Not supported when true.' },
  local: { type: 'bool', default: false, description: 'Not supported when true.' },
  seuser: { type: 'str', description: 'Not supported.' },
  hidden: { type: 'bool', description: 'Not supported: of macOS.' },
  login_class: { type: 'str', description: 'Not supported: of the BSDs.' },
  authorization: { type: 'str', description: 'Not supported: of Solaris.' },
  profile: { type: 'str', description: 'Not supported: of Solaris.' },
  role: { type: 'str', description: 'Not supported: of Solaris.' },
} as const satisfies ArgumentSpec;

type Arguments = ArgumentsOf<typeof spec>;

const unsupported = [
  'generate_ssh_key',
  'local',
  'seuser',
  'hidden',
  'login_class',
  'authorization',
  'profile',
  'role',
] as const;

export default defineModule({
  name: 'user',
  collection: 'ansible.builtin',
  summary: 'Adds, changes and removes user accounts',
  args: spec,
  returns: {
    name: 'The login name.',
    state: 'As asked.',
    uid: 'The number.',
    group: 'The number of the primary group.',
    groups: 'The supplementary groups that were asked for.',
    home: 'The home folder.',
    shell: 'The login shell.',
    comment: 'The full name.',
    stdout: 'What the programs printed.',
    stderr: 'What they complained of.',
  },
  examples: `
- name: Ensure the account of the application
  ansible.builtin.user:
    name: app
    system: true
    home: /var/lib/app
    shell: /usr/sbin/nologin
`,
  check: 'full',
  diff: false,
  async run(context, args): Promise<ModuleResult> {
    for (const name of unsupported) {
      if (args[name] !== undefined && args[name] !== false) {
        throw new ModuleFailure(`user: '${name}' is not supported`);
      }
    }
    const warnings = warningsOf(args);
    if (args.password !== undefined) checkHash(args.password);
    const account = await readAccount(context, args);
    const result = await (args.state === 'absent'
      ? ensureAbsent(context, args, account)
      : ensurePresent(context, args, account));
    return warnings.length === 0 ? result : { ...result, warnings };
  },
});

interface Account {
  readonly entry: PasswdEntry | undefined;
  readonly shadow: ShadowEntry | undefined;
  readonly groups: readonly GroupEntry[];
  readonly tools: AccountTools;
  readonly homeExists: boolean;
}

/**
 * The wanted home is the one that must exist; without one, the home that the database has. The shadow database and the
 * groups are read only where something may come of it.
 */
function readAccount(context: ModuleContext, args: Arguments): Promise<Account> {
  const home =
    args.home === undefined
      ? `home=\${entry#*:*:*:*:*:}\nhome=\${home%%:*}\n[ -e "$home" ]`
      : `[ -e ${quotePath(args.home)} ]`;
  const hasGroups = args.group !== undefined || args.groups !== undefined;
  return read(context, {
    entry: passwdOf(args.name),
    shadow: shadowArguments.some((name) => args[name] !== undefined)
      ? shadowOf(args.name)
      : noReading(undefined),
    groups: hasGroups ? allGroups : groupsForChange,
    tools: accountTools,
    homeExists: { script: home, inline: 'prints', parse: ({ rc }) => rc === 0 } satisfies Reading<boolean>,
  });
}

/** What is kept in the shadow database. */
const shadowArguments = [
  'password',
  'password_lock',
  'password_expire_max',
  'password_expire_min',
  'expires',
] as const;

async function ensureAbsent(
  context: ModuleContext,
  args: Arguments,
  account: Account,
): Promise<ModuleResult> {
  const base = { name: args.name, state: args.state };
  if (account.entry === undefined) return { changed: false, ...base };
  if (context.checkMode) return { changed: true, ...base };
  const commands =
    requireTools(account.tools) === 'shadow'
      ? removeWithShadow(args.name, args)
      : removeWithBusybox(args.name, args);
  const { output } = await execute(context, args.name, commands);
  return { changed: true, ...base, force: args.force, remove: args.remove, ...output };
}

async function ensurePresent(
  context: ModuleContext,
  args: Arguments,
  account: Account,
): Promise<ModuleResult> {
  const wanted = wantedAccount(args);
  const { entry } = account;
  if (entry === undefined) return create(context, args, account);
  const changes = accountChanges(wanted, { ...account, entry });
  const isChanged = Object.keys(changes).length > 0;
  const existing = { append: args.append, move_home: args.move_home };
  if (!isChanged) return { changed: false, ...describe(args, entry), ...existing };
  const memberships = account.groups
    .filter(({ members }) => members.includes(entry.name))
    .map(({ name }) => name);
  const commands =
    requireTools(account.tools) === 'shadow'
      ? changeWithShadow(wanted, changes)
      : changeWithBusybox(wanted, changes, memberships);
  if (context.checkMode) return { changed: true, name: args.name, state: args.state };
  const { after, output } = await execute(context, args.name, commands);
  return { changed: true, ...describe(args, after ?? entry), ...existing, ...output };
}

async function create(context: ModuleContext, args: Arguments, account: Account): Promise<ModuleResult> {
  const tools = requireTools(account.tools);
  // Its groups may be made by an earlier task of the same run, which check mode did not carry out.
  if (context.checkMode) return { changed: true, name: args.name, state: args.state };
  const wanted = wantedAccount(args);
  const groups = wantedGroups(wanted, account.groups);
  if (wanted.group !== undefined) findGroup(wanted.group, account.groups);
  const hasOwnGroup = account.groups.some(({ name }) => name === args.name);
  const commands = (tools === 'shadow' ? createWithShadow : createWithBusybox)({
    wanted,
    groups,
    hasOwnGroup,
  });
  const { after, output } = await execute(context, args.name, commands);
  return {
    changed: true,
    name: args.name,
    state: args.state,
    ...(after === undefined ? {} : describe(args, after)),
    create_home: args.create_home,
    system: args.system,
    ...output,
  };
}

interface Executed {
  readonly after: PasswdEntry | undefined;
  readonly output: Record<string, string>;
}

async function execute(context: ModuleContext, name: string, commands: AccountCommands): Promise<Executed> {
  const outcome = await runCommands(context, { ...commands, after: passwdOf(name).script });
  if (outcome.rc !== 0) {
    throw new ModuleFailure(outcome.stderr === '' ? outcome.stdout : outcome.stderr, {
      name,
      rc: outcome.rc,
    });
  }
  return { after: parsePasswd(outcome.after.split('\n')[0] ?? ''), output: outputOf(outcome) };
}

function describe(args: Arguments, entry: PasswdEntry): ModuleResult {
  return {
    name: entry.name,
    state: args.state,
    uid: entry.uid,
    group: entry.gid,
    comment: entry.comment,
    home: entry.home,
    shell: entry.shell,
    ...(args.groups === undefined ? {} : { groups: args.groups.join(',') }),
    ...(args.password === undefined ? {} : { password: 'NOT_LOGGING_PASSWORD' }),
  };
}

function wantedAccount(args: Arguments): WantedAccount {
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

function warningsOf(args: Arguments): readonly string[] {
  return [
    ...(args.password === undefined || looksHashed(args.password)
      ? []
      : ["'password' does not look like a crypt hash: nobody could log in with it"]),
    ...(args.append && args.groups === undefined ? ["'append' does nothing without 'groups'"] : []),
  ];
}
