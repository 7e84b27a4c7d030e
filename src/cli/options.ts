import { type Command, InvalidArgumentError, Option } from 'commander';

/** Where the hosts come from and how they are reached. */
export interface InventoryOptions {
  readonly inventory: readonly string[];
  readonly limit?: string;
  readonly user?: string;
  readonly privateKey?: string;
  readonly connection?: string;
  readonly timeout?: number;
  readonly askPass?: boolean;
}

/** Where vault passwords come from. */
export interface VaultPasswordOptions {
  readonly vaultPasswordFile?: readonly string[];
  readonly vaultId?: readonly string[];
  readonly askVaultPass?: boolean;
  /** The longer name of the same. */
  readonly askVaultPassword?: boolean;
}

/** How tasks are run. */
export interface TaskOptions extends VaultPasswordOptions {
  readonly modulePath?: readonly string[];
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly extraVars: readonly string[];
  readonly forks?: number;
  readonly verbose: number;
  readonly become?: boolean;
  readonly becomeUser?: string;
  readonly becomeMethod?: string;
  readonly askBecomePass?: boolean;
  readonly becomePasswordFile?: string;
  readonly listHosts?: boolean;
  readonly output: 'human' | 'json';
  readonly color?: boolean;
}

export interface PlaybookOptions extends InventoryOptions, TaskOptions {
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly listTasks?: boolean;
  readonly listTags?: boolean;
  readonly syntaxCheck?: boolean;
  readonly startAtTask?: string;
  readonly forceHandlers?: boolean;
  readonly step?: boolean;
  /** Files that a report of the run is written to. */
  readonly report?: readonly string[];
}

export interface EvalOptions extends VaultPasswordOptions {
  readonly inventory: readonly string[];
  readonly extraVars: readonly string[];
  readonly host: string;
  readonly playbook?: string;
  readonly condition?: boolean;
  readonly explain?: boolean;
  readonly output: 'human' | 'json';
  readonly color?: boolean;
}

/** Whether hosts, tasks or tags are only listed. */
export function isListing({ listHosts, listTasks, listTags }: Partial<PlaybookOptions>): boolean {
  return [listHosts, listTasks, listTags].includes(true);
}

/** Of an option that may be given several times. */
export const collect = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  value,
];
const collectWords = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  ...value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
];
const count = (_value: string, previous: number): number => previous + 1;

function positiveInteger(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number above zero is wanted');
  return Number(text);
}

function addInventory(command: Command): Command {
  return command.option(
    '-i, --inventory <path>',
    'inventory file, folder or "host,host," (repeatable)',
    collect,
    [],
  );
}

function addExtraVars(command: Command): Command {
  return command.option(
    '-e, --extra-vars <vars>',
    'variables: k=v, JSON, YAML or @file (repeatable)',
    collect,
    [],
  );
}

function addOutput(command: Command): Command {
  return command
    .addOption(new Option('--output <format>', 'what is printed').choices(['human', 'json']).default('human'))
    .option('--color', 'colours even when this is no terminal')
    .option('--no-color', 'no colours');
}

export function addEvalOptions(command: Command): Command {
  return addVaultOptions(addOutput(addExtraVars(addInventory(command))), { short: true })
    .option('--host <name>', 'the host whose variables count', 'localhost')
    .option('--playbook <file>', 'with the variables of the first play of this playbook that has the host')
    .option('--condition', 'evaluate as `when` does: print whether it holds')
    .option('--explain', 'say where each variable that was used comes from, and what it shadows');
}

export interface InventoryViewOptions extends VaultPasswordOptions {
  readonly inventory: readonly string[];
  readonly extraVars: readonly string[];
  readonly list?: boolean;
  readonly graph?: boolean;
  readonly host?: string;
  readonly vars?: boolean;
  readonly yaml?: boolean;
  readonly color?: boolean;
}

export function addInventoryViewOptions(command: Command): Command {
  return addVaultOptions(addExtraVars(addInventory(command)), { short: true })
    .option('--list', 'print all hosts and groups')
    .option('--graph', 'print the tree of groups, from the group that is named on')
    .option('--host <name>', 'print the variables of one host')
    .option('--vars', 'show variables in the tree')
    .option('-y, --yaml', 'print YAML, not JSON')
    .option('--color', 'colours even when this is no terminal')
    .option('--no-color', 'no colours');
}

export function addInventoryOptions(command: Command): Command {
  return addInventory(command)
    .option('-l, --limit <pattern>', 'play only on the hosts of this pattern')
    .option('-u, --user <user>', 'log in as this user')
    .addOption(new Option('--private-key <file>', 'log in with this key'))
    .option('-c, --connection <kind>', 'ssh or local')
    .option('-T, --timeout <seconds>', 'give up connecting after this time', positiveInteger)
    .option('-k, --ask-pass', 'ask for the login password');
}

/** `-J` is only for verbs that play: with ansible-vault it has no short form either. */
export function addVaultOptions(command: Command, { short }: { readonly short: boolean }): Command {
  return command
    .option(
      '--vault-pass-file, --vault-password-file <file>',
      'read a vault password from this file, or run it (repeatable)',
      collect,
      [],
    )
    .option('--vault-id <label@source>', 'a vault id: source is a file or prompt (repeatable)', collect, [])
    .option(`${short ? '-J, ' : ''}--ask-vault-pass`, 'ask for a vault password')
    .addOption(new Option('--ask-vault-password').hideHelp());
}

export function addRunOptions(command: Command): Command {
  return addVaultOptions(addOutput(addExtraVars(command)), { short: true })
    .option('-M, --module-path <folders>', 'folders of modules of your own (repeatable)', collect, [])
    .option('-C, --check', 'predict what would change, change nothing')
    .option('-D, --diff', 'show what changes inside files')
    .option('-f, --forks <n>', 'hosts at work at the same time', positiveInteger)
    .option('-v, --verbose', 'show results (-vvv: indented)', count, 0)
    .option('-b, --become', 'run tasks as another user (root)')
    .option('--become-user <user>', 'the user to become')
    .addOption(new Option('--become-method <method>', 'how to become it').choices(['sudo', 'su', 'doas']))
    .option('-K, --ask-become-pass', 'ask for the password of become')
    .option('--become-password-file <file>', 'read the password of become from this file')
    .option('--list-hosts', 'list the hosts that would take part');
}

export function addPlayOptions(command: Command): Command {
  return command
    .option('-t, --tags <tags>', 'play only tasks with these tags', collectWords, [])
    .option('--skip-tags <tags>', 'leave out tasks with these tags', collectWords, [])
    .option('--list-tasks', 'list the tasks that would be played')
    .option('--list-tags', 'list the tags there are')
    .option('--syntax-check', 'read and check the playbooks, play nothing')
    .option('--start-at-task <name>', 'begin with the task of this name')
    .option('--step', 'ask before each task')
    .option('--force-handlers', 'run notified handlers on failed hosts as well')
    .option(
      '--report <file>',
      'write a report of the run: *.html for people, *.xml (JUnit) for CI; may be repeated',
      collect,
      [],
    );
}
