import { quote } from '../quote.ts';
import type { AccountChanges, WantedAccount } from './account-changes.ts';

/** Commands of the shadow suite. Hashes never are in them: they go to `chpasswd -e` through its input. */
export interface AccountCommands {
  readonly commands: readonly string[];
  readonly stdin?: string;
}

const line = (words: readonly string[]): string => words.map(quote).join(' ');

export interface NewAccount {
  readonly wanted: WantedAccount;
  readonly groups: readonly string[];
  /**
   * A group of the user's own name is there already: without `-N` useradd refuses to make it. The primary group is then
   * the one of /etc/default/useradd (100 where that says nothing), as it is with Ansible.
   */
  readonly hasOwnGroup: boolean;
}

export function createWithShadow({ wanted, groups, hasOwnGroup }: NewAccount): AccountCommands {
  const option = (flag: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [flag, String(value)];
  const words = [
    'useradd',
    ...option('-u', wanted.uid),
    ...(wanted.nonUnique ? ['-o'] : []),
    ...option('-g', wanted.group),
    ...(wanted.group === undefined && hasOwnGroup ? ['-N'] : []),
    ...(groups.length === 0 ? [] : ['-G', groups.join(',')]),
    ...option('-c', wanted.comment),
    ...option('-d', wanted.home),
    ...option('-s', wanted.shell),
    ...(typeof wanted.expires === 'number' ? ['-e', dateOf(wanted.expires)] : []),
    ...(wanted.createHome ? ['-m', ...option('-k', wanted.skeleton)] : ['-M']),
    ...(wanted.createHome && wanted.umask !== undefined ? ['-K', `UMASK=${wanted.umask}`] : []),
    ...(wanted.system ? ['-r'] : []),
    '--',
    wanted.name,
  ];
  const limits = limitCommands(wanted.name, wanted);
  const hash =
    wanted.hash === undefined
      ? undefined
      : wanted.locked === true
        ? `!${wanted.hash.replace(/^!+/, '')}`
        : wanted.hash;
  return withHash({ commands: [line(words), ...limits], name: wanted.name, hash });
}

export function changeWithShadow(wanted: WantedAccount, changes: AccountChanges): AccountCommands {
  const flags = [
    ...(changes.uid === undefined ? [] : ['-u', String(changes.uid), ...(wanted.nonUnique ? ['-o'] : [])]),
    ...(changes.gid === undefined ? [] : ['-g', String(changes.gid)]),
    ...(changes.groups === undefined
      ? []
      : [...(wanted.append ? ['-a'] : []), '-G', changes.groups.join(',')]),
    ...(changes.comment === undefined ? [] : ['-c', changes.comment]),
    ...(changes.home === undefined ? [] : ['-d', changes.home, ...(wanted.moveHome ? ['-m'] : [])]),
    ...(changes.shell === undefined ? [] : ['-s', changes.shell]),
    ...(changes.expires === undefined
      ? []
      : ['-e', changes.expires === 'never' ? '' : dateOf(changes.expires)]),
    ...(changes.lock === undefined ? [] : [changes.lock ? '-L' : '-U']),
  ];
  const commands = [
    ...(flags.length === 0 ? [] : [line(['usermod', ...flags, '--', wanted.name])]),
    ...limitCommands(wanted.name, changes),
    ...(changes.makeHome === true ? [makeHomeCommand(wanted)] : []),
  ];
  return withHash({ commands, name: wanted.name, hash: changes.hash });
}

interface WithHash {
  readonly commands: readonly string[];
  readonly name: string;
  readonly hash: string | undefined;
}

function withHash({ commands, name, hash }: WithHash): AccountCommands {
  if (hash === undefined) return { commands };
  return { commands: [...commands, 'chpasswd -e'], stdin: `${name}:${hash}\n` };
}

function limitCommands(
  name: string,
  { minimumDays, maximumDays }: Pick<WantedAccount, 'minimumDays' | 'maximumDays'> | AccountChanges,
): readonly string[] {
  const flags = [
    ...(minimumDays === undefined ? [] : ['-m', String(minimumDays)]),
    ...(maximumDays === undefined ? [] : ['-M', String(maximumDays)]),
  ];
  return flags.length === 0 ? [] : [line(['chage', ...flags, '--', name])];
}

/** A date as useradd takes it. */
function dateOf(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** What `useradd -m` does, for a user that is there already. The folder's name is read from the database, as it is now. */
export function makeHomeCommand({ name, skeleton, umask }: WantedAccount): string {
  const mode =
    umask === undefined
      ? `mode=$(sed -n 's/^[[:space:]]*HOME_MODE[[:space:]]*\\([0-7]*\\).*/\\1/p' /etc/login.defs 2>/dev/null | tail -n 1)
mask=$(sed -n 's/^[[:space:]]*UMASK[[:space:]]*\\([0-7]*\\).*/\\1/p' /etc/login.defs 2>/dev/null | tail -n 1)
mode=\${mode:-$(printf '%o' $((0777 & ~0\${mask:-22})))}`
      : `mode=$(printf '%o' $((0777 & ~0${/^[0-7]{1,4}$/.test(umask) ? umask : '22'})))`;
  return `(
entry=$(getent passwd ${quote(name)} 2>/dev/null || grep ${quote(`^${name}:`)} /etc/passwd)
home=$(printf '%s\\n' "$entry" | cut -d: -f6)
[ -n "$home" ] && [ ! -e "$home" ] || exit 0
${mode}
mkdir -p -- "$(dirname -- "$home")" && (umask 077 && mkdir -- "$home") || exit
if [ -d ${quote(skeleton ?? '/etc/skel')} ]; then cp -Rp ${quote(skeleton ?? '/etc/skel')}/. "$home"/ || exit; fi
chown -R "$(printf '%s\\n' "$entry" | cut -d: -f3,4)" "$home" && chmod "$mode" "$home"
)`;
}

export function removeWithShadow(
  name: string,
  options: { readonly remove: boolean; readonly force: boolean },
): AccountCommands {
  const flags = [...(options.force ? ['-f'] : []), ...(options.remove ? ['-r'] : [])];
  return { commands: [line(['userdel', ...flags, '--', name])] };
}
