import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import { accountChanges, findGroup, wantedGroups } from '../module/kit/accounts/account-changes.ts';
import {
  changeWithBusybox,
  createWithBusybox,
  removeWithBusybox,
} from '../module/kit/accounts/busybox-commands.ts';
import { runCommands } from '../module/kit/accounts/change.ts';
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
import { checkHash } from '../module/kit/accounts/password-hash.ts';
import {
  type AccountCommands,
  changeWithShadow,
  createWithShadow,
  removeWithShadow,
} from '../module/kit/accounts/shadow-commands.ts';
import { generateSshKey, type SshKey, sshKeyOf } from '../module/kit/accounts/ssh-key.ts';
import {
  refuseUnsupported,
  type UserArguments,
  userArguments,
  wantedAccount,
  warningsOf,
} from '../module/kit/accounts/user-arguments.ts';
import { quotePath } from '../module/kit/paths.ts';
import { spokenStreams } from '../module/kit/plain-output.ts';
import { noReading, type Reading, read } from '../module/kit/reading.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';

export default defineModule({
  name: 'user',
  collection: 'ansible.builtin',
  summary: 'Adds, changes and removes user accounts',
  args: userArguments,
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
    ssh_key_file: 'The private key, with `generate_ssh_key`.',
    ssh_fingerprint: 'Its fingerprint.',
    ssh_public_key: 'The public key.',
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
    refuseUnsupported(args);
    const warnings = warningsOf(args);
    if (args.password !== undefined) checkHash(args.password);
    const account = await readAccount(context, args);
    const result = await (args.state === 'absent'
      ? ensureAbsent(context, args, account)
      : withSshKey(context, { args, account, result: await ensurePresent(context, args, account) }));
    return warnings.length === 0 ? result : { ...result, warnings };
  },
});

interface Account {
  readonly entry: PasswdEntry | undefined;
  readonly shadow: ShadowEntry | undefined;
  readonly groups: readonly GroupEntry[];
  readonly tools: AccountTools;
  readonly homeExists: boolean;
  /** Undefined when none is asked for, or when the account is not there. */
  readonly sshKey: SshKey | undefined;
}

/**
 * The wanted home is the one that must exist; without one, the home that the database has. The shadow database and the
 * groups are read only where something may come of it.
 */
function readAccount(context: ModuleContext, args: UserArguments): Promise<Account> {
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
    sshKey: args.generate_ssh_key
      ? sshKeyOf(args.ssh_key_file, args.move_home ? undefined : args.home)
      : noReading(undefined),
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
  args: UserArguments,
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
  args: UserArguments,
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
  if (context.checkMode) return { changed: true, ...describe(args, entry), ...existing };
  const { after, output } = await execute(context, args.name, commands);
  return { changed: true, ...describe(args, after ?? entry), ...existing, ...output };
}

async function create(context: ModuleContext, args: UserArguments, account: Account): Promise<ModuleResult> {
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

interface KeyStep {
  readonly args: UserArguments;
  readonly account: Account;
  /** Of the account itself. */
  readonly result: ModuleResult;
}

/** Adds the key pair of an account that is as it should be. */
async function withSshKey(
  context: ModuleContext,
  { args, account: { sshKey }, result }: KeyStep,
): Promise<ModuleResult> {
  if (!args.generate_ssh_key) return result;
  const isKept = sshKey?.exists === true && !args.force;
  if (isKept && result.changed !== true) return { ...result, ...describeKey(sshKey) };
  if (context.checkMode) {
    return { ...result, changed: result.changed === true || !isKept, ...(sshKey && describeKey(sshKey)) };
  }
  const key = await generateSshKey(context, {
    user: args.name,
    file: args.ssh_key_file,
    type: args.ssh_key_type,
    bits: args.ssh_key_bits,
    comment: args.ssh_key_comment,
    passphrase: args.ssh_key_passphrase,
    force: args.force,
  });
  return { ...result, changed: result.changed === true || key.isNew, ...describeKey(key) };
}

function describeKey({ path, fingerprint, publicKey }: SshKey): ModuleResult {
  return { ssh_key_file: path, ssh_fingerprint: fingerprint, ssh_public_key: publicKey ?? null };
}

interface Executed {
  readonly after: PasswdEntry | undefined;
  readonly output: ModuleResult;
}

async function execute(context: ModuleContext, name: string, commands: AccountCommands): Promise<Executed> {
  const outcome = await runCommands(context, { ...commands, after: passwdOf(name).script });
  if (outcome.rc !== 0) {
    throw new ModuleFailure(outcome.stderr === '' ? outcome.stdout : outcome.stderr, {
      name,
      rc: outcome.rc,
    });
  }
  return {
    after: parsePasswd(outcome.after.split('\n')[0] ?? ''),
    output: spokenStreams(outcome.stdout, outcome.stderr),
  };
}

function describe(args: UserArguments, entry: PasswdEntry): ModuleResult {
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
