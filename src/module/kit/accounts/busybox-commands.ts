import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import type { AccountChanges, WantedAccount } from './account-changes.ts';
import { type AccountCommands, makeHomeCommand, type NewAccount } from './shadow-commands.ts';

const line = (words: readonly string[]): string => words.map(quote).join(' ');

/** BusyBox's adduser, where the shadow suite is not installed (Alpine). */
export function createWithBusybox({ wanted, groups }: NewAccount): AccountCommands {
  refuse(wanted.nonUnique, 'non_unique');
  refuse(typeof wanted.expires === 'number', 'expires');
  refuse(wanted.minimumDays !== undefined || wanted.maximumDays !== undefined, 'password_expire_min/max');
  const words = [
    'adduser',
    '-D',
    ...(wanted.createHome ? [] : ['-H']),
    ...(wanted.createHome && wanted.skeleton !== undefined ? ['-k', wanted.skeleton] : []),
    ...(wanted.uid === undefined ? [] : ['-u', String(wanted.uid)]),
    ...(wanted.group === undefined ? [] : ['-G', wanted.group]),
    ...(wanted.comment === undefined ? [] : ['-g', wanted.comment]),
    ...(wanted.home === undefined ? [] : ['-h', wanted.home]),
    ...(wanted.shell === undefined ? [] : ['-s', wanted.shell]),
    ...(wanted.system ? ['-S'] : []),
    '--',
    wanted.name,
  ];
  const joins = groups.map((group) => line(['addgroup', '--', wanted.name, group]));
  return withHash({ commands: [line(words), ...joins], wanted, hash: wanted.hash });
}

/** BusyBox has no usermod: memberships, the password, its lock and the home folder are all that can change. */
export function changeWithBusybox(
  wanted: WantedAccount,
  changes: AccountChanges,
  current: readonly string[],
): AccountCommands {
  for (const field of [
    'uid',
    'gid',
    'comment',
    'home',
    'shell',
    'expires',
    'minimumDays',
    'maximumDays',
  ] as const) {
    refuse(changes[field] !== undefined, field);
  }
  const target = changes.groups;
  const joins = (target ?? []).filter((group) => !current.includes(group));
  const leaves =
    target === undefined || wanted.append ? [] : current.filter((group) => !target.includes(group));
  const commands = [
    ...joins.map((group) => line(['addgroup', '--', wanted.name, group])),
    ...leaves.map((group) => line(['delgroup', '--', wanted.name, group])),
    ...(changes.lock === undefined ? [] : [line(['passwd', changes.lock ? '-l' : '-u', '--', wanted.name])]),
    ...(changes.makeHome === true ? [makeHomeCommand(wanted)] : []),
  ];
  return withHash({ commands, wanted, hash: changes.hash });
}

export function removeWithBusybox(name: string, { remove }: { readonly remove: boolean }): AccountCommands {
  return { commands: [line(['deluser', ...(remove ? ['--remove-home'] : []), '--', name])] };
}

interface WithHash {
  readonly commands: readonly string[];
  readonly wanted: WantedAccount;
  readonly hash: string | undefined;
}

function withHash({ commands, wanted, hash }: WithHash): AccountCommands {
  if (hash === undefined) return { commands };
  const written = wanted.locked === true ? `!${hash.replace(/^!+/, '')}` : hash;
  return { commands: [...commands, 'chpasswd -e'], stdin: `${wanted.name}:${written}\n` };
}

function refuse(isAsked: boolean, what: string): void {
  if (!isAsked) return;
  throw new ModuleFailure(
    `user: '${what}' needs the programs of the shadow suite (useradd, usermod), which the target does not have`,
  );
}
