import { ModuleFailure } from '../../result.ts';
import { quote } from '../quote.ts';
import type { Reading } from '../reading.ts';

export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** A line of the shadow database; days since the epoch, undefined when the field is empty. */
export interface ShadowEntry {
  readonly hash: string;
  readonly minimumDays: number | undefined;
  readonly maximumDays: number | undefined;
  readonly expires: number | undefined;
}

export function parsePasswd(line: string): PasswdEntry | undefined {
  const [name, , uid, gid, comment = '', home = '', shell = ''] = line.split(':');
  if (name === undefined || name === '' || uid === undefined || !/^\d+$/.test(uid)) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), comment, home, shell };
}

export function parseGroups(text: string): readonly GroupEntry[] {
  return text.split('\n').flatMap((line) => {
    const [name, , gid, members = ''] = line.split(':');
    if (name === undefined || gid === undefined || !/^\d+$/.test(gid)) return [];
    return [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }];
  });
}

export function parseShadow(line: string): ShadowEntry | undefined {
  const [name, hash, , minimum, maximum, , , expires] = line.split(':');
  if (name === undefined || name === '' || hash === undefined) return undefined;
  return {
    hash,
    minimumDays: days(minimum),
    maximumDays: days(maximum),
    expires: days(expires),
  };
}

function days(field: string | undefined): number | undefined {
  return field === undefined || field === '' ? undefined : Number(field);
}

/**
 * The line of `name` in a database: the file's, else what the name service says. That order spares most calls a getent.
 * A number is never taken for an id.
 */
function entryScript(database: 'passwd' | 'group' | 'shadow', name: string): string {
  return entryScripts(database, name).join(' || ');
}

function entryScripts(database: 'passwd' | 'group' | 'shadow', name: string): readonly string[] {
  const search = `grep ${quote(`^${name.replace(/[.[\]*^$\\]/g, '\\$&')}:`)} /etc/${database} 2>/dev/null`;
  return /^\d+$/.test(name) ? [search] : [search, `getent ${database} ${quote(name)} 2>/dev/null`];
}

/** The account's entry, which stays in `$entry` for the inline readings after it. */
export function passwdOf(name: string): Reading<PasswdEntry | undefined> {
  return {
    // One substitution for each program: the shell of a substitution becomes the only program in it, without a fork.
    script: `${entryScripts('passwd', name)
      .map((script) => `entry=$(${script})`)
      .join(' || ')}\nprintf '%s\\n' "$entry"`,
    inline: 'prints',
    parse: ({ stdout }) => parsePasswd(stdout.toString().split('\n')[0] ?? ''),
  };
}

/** Undefined also when this user may not read the shadow database. */
export function shadowOf(name: string): Reading<ShadowEntry | undefined> {
  return {
    script: entryScript('shadow', name),
    inline: 'prints',
    parse: ({ stdout }) => parseShadow(stdout.toString().split('\n')[0] ?? ''),
  };
}

export function groupOf(name: string): Reading<GroupEntry | undefined> {
  return {
    script: entryScript('group', name),
    inline: 'prints',
    parse: ({ stdout }) => parseGroups(stdout.toString())[0],
  };
}

export const allGroups: Reading<readonly GroupEntry[]> = {
  script: 'getent group 2>/dev/null || cat /etc/group',
  inline: 'prints',
  parse: ({ stdout }) => parseGroups(stdout.toString()),
};

/** All groups where a change may need them: when `$entry` is empty, or BusyBox's programs would make it. Else none. */
export const groupsForChange: Reading<readonly GroupEntry[]> = {
  ...allGroups,
  script: `if [ -z "$entry" ] || ! command -v useradd >/dev/null; then ${allGroups.script}; fi`,
};

/** Whose programs change accounts here: those of the shadow suite, BusyBox's, or nobody's. */
export type AccountTools = 'shadow' | 'busybox' | 'none';

export const accountTools: Reading<AccountTools> = {
  script: `if command -v useradd >/dev/null; then echo shadow
elif command -v adduser >/dev/null && command -v addgroup >/dev/null; then echo busybox
else echo none; fi`,
  inline: 'prints',
  parse: ({ stdout }) => {
    const found = stdout.toString().trim();
    return found === 'shadow' || found === 'busybox' ? found : 'none';
  },
};

/** Fails, with the reason, where nothing on the target can change accounts. */
export function requireTools(tools: AccountTools): Exclude<AccountTools, 'none'> {
  if (tools !== 'none') return tools;
  throw new ModuleFailure('the target has no programs that change accounts: neither useradd nor adduser');
}
