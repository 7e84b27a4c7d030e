import { ModuleFailure } from '../../result.ts';
import type { GroupEntry, PasswdEntry, ShadowEntry } from './database.ts';

/** What a task wants of one account; undefined is "leave it as it is". */
export interface WantedAccount {
  readonly name: string;
  readonly uid: number | undefined;
  readonly nonUnique: boolean;
  /** Name or number. */
  readonly group: string | undefined;
  readonly groups: readonly string[] | undefined;
  readonly append: boolean;
  readonly comment: string | undefined;
  readonly home: string | undefined;
  readonly shell: string | undefined;
  readonly createHome: boolean;
  readonly moveHome: boolean;
  readonly skeleton: string | undefined;
  readonly umask: string | undefined;
  readonly system: boolean;
  /** Days since the epoch; `never` takes the date away. */
  readonly expires: number | 'never' | undefined;
  readonly hash: string | undefined;
  readonly updateHash: boolean;
  readonly locked: boolean | undefined;
  readonly minimumDays: number | undefined;
  readonly maximumDays: number | undefined;
}

export interface CurrentAccount {
  readonly entry: PasswdEntry;
  readonly shadow: ShadowEntry | undefined;
  readonly groups: readonly GroupEntry[];
  readonly homeExists: boolean;
}

/** What differs: only the fields that have to change. */
export interface AccountChanges {
  readonly uid?: number;
  readonly gid?: number;
  /** The supplementary groups to end with, or to add when `append`. */
  readonly groups?: readonly string[];
  readonly comment?: string;
  readonly home?: string;
  readonly shell?: string;
  readonly expires?: number | 'never';
  readonly hash?: string;
  readonly lock?: boolean;
  readonly minimumDays?: number;
  readonly maximumDays?: number;
  readonly makeHome?: true;
}

/** Compares. Throws ModuleFailure for a group that does not exist. */
export function accountChanges(wanted: WantedAccount, current: CurrentAccount): AccountChanges {
  const { entry, shadow } = current;
  const gid = wanted.group === undefined ? undefined : findGroup(wanted.group, current.groups).gid;
  const homeChanges = wanted.home !== undefined && wanted.home !== entry.home;
  const willMove = homeChanges && wanted.moveHome;
  return {
    ...(wanted.uid !== undefined && wanted.uid !== entry.uid ? { uid: wanted.uid } : {}),
    ...(gid !== undefined && gid !== entry.gid ? { gid } : {}),
    ...groupChanges(wanted, current),
    ...(wanted.comment !== undefined && wanted.comment !== entry.comment ? { comment: wanted.comment } : {}),
    ...(homeChanges ? { home: wanted.home } : {}),
    ...(wanted.shell !== undefined && wanted.shell !== entry.shell ? { shell: wanted.shell } : {}),
    ...expiryChange(wanted.expires, shadow?.expires),
    ...passwordChanges(wanted, shadow?.hash ?? ''),
    ...(differs(wanted.minimumDays, shadow?.minimumDays) ? { minimumDays: wanted.minimumDays } : {}),
    ...(differs(wanted.maximumDays, shadow?.maximumDays) ? { maximumDays: wanted.maximumDays } : {}),
    ...(wanted.createHome && !current.homeExists && !willMove ? { makeHome: true as const } : {}),
  };
}

function differs<T>(wanted: T | undefined, current: T | undefined): wanted is T {
  return wanted !== undefined && wanted !== current;
}

/** A group by its name, or by its number when no group is named so. */
export function findGroup(group: string, groups: readonly GroupEntry[]): GroupEntry {
  const found =
    groups.find(({ name }) => name === group) ??
    (/^\d+$/.test(group) ? groups.find(({ gid }) => gid === Number(group)) : undefined);
  if (found === undefined) throw new ModuleFailure(`Group ${group} does not exist`);
  return found;
}

/** The names of the wanted supplementary groups; empty names count for nothing (`groups: ''` means none). */
export function wantedGroups(wanted: WantedAccount, groups: readonly GroupEntry[]): readonly string[] {
  return (wanted.groups ?? []).filter((group) => group !== '').map((group) => findGroup(group, groups).name);
}

function groupChanges(
  wanted: WantedAccount,
  { entry, groups }: CurrentAccount,
): Pick<AccountChanges, 'groups'> {
  if (wanted.groups === undefined) return {};
  const names = wantedGroups(wanted, groups);
  const primary = groups.find(({ gid }) => gid === entry.gid)?.name;
  const current = groups.filter(({ members }) => members.includes(entry.name)).map(({ name }) => name);
  const missing = names.filter((name) => !current.includes(name) && name !== primary);
  if (wanted.append) return missing.length === 0 ? {} : { groups: missing };
  const surplus = current.filter((name) => !names.includes(name) && name !== primary);
  return missing.length + surplus.length === 0 ? {} : { groups: names };
}

function expiryChange(
  wanted: number | 'never' | undefined,
  current: number | undefined,
): Pick<AccountChanges, 'expires'> {
  if (wanted === undefined) return {};
  const isSame = wanted === 'never' ? current === undefined || current < 0 : wanted === current;
  return isSame ? {} : { expires: wanted };
}

function passwordChanges(wanted: WantedAccount, current: string): Pick<AccountChanges, 'hash' | 'lock'> {
  const isLocked = current.startsWith('!');
  const bare = (hash: string): string => hash.replace(/^!+/, '');
  if (wanted.hash !== undefined && wanted.updateHash && bare(wanted.hash) !== bare(current)) {
    return { hash: wanted.locked === true ? `!${bare(wanted.hash)}` : wanted.hash };
  }
  if (wanted.locked === undefined || wanted.locked === isLocked) return {};
  return { lock: wanted.locked };
}
