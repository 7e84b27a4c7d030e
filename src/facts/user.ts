import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

/**
 * Who the tasks run as.
 * @param entry the user's line of the passwd database
 * @param status /proc/self/status: real and effective ids
 */
export function parseUser(entry: string, status: string): Facts {
  const [name, , uid, gid, gecos, home, shell] = entry.split(':');
  return {
    ...(name === undefined || uid === undefined
      ? {}
      : {
          user_id: name,
          user_uid: Number(uid),
          user_gid: Number(gid),
          user_gecos: gecos ?? '',
          user_dir: home ?? '',
          user_shell: shell ?? '',
        }),
    ...ids(status, 'Uid', 'user'),
    ...ids(status, 'Gid', 'group'),
  };
}

function ids(status: string, key: string, kind: string): Facts {
  const [, real, effective] = new RegExp(`^${key}:\\s*(\\d+)\\s+(\\d+)`, 'm').exec(status) ?? [];
  return real === undefined
    ? {}
    : { [`real_${kind}_id`]: Number(real), [`effective_${kind}_id`]: Number(effective) };
}

export const user: FactCollector = {
  name: 'user',
  minimal: true,
  subsets: [
    'effective_group_ids',
    'effective_user_id',
    'real_user_id',
    'user_dir',
    'user_gecos',
    'user_gid',
    'user_id',
    'user_shell',
    'user_uid',
  ],
  requires: [],
  files: ['/proc/self/status'],
  script: `uid=
[ ! -r /proc/self/status ] || while read -r key real uid rest; do [ "$key" != Uid: ] || break; done </proc/self/status
case $uid in ''|*[!0-9]*) uid=$(id -u) ;; esac
getent passwd "$uid" || grep "^[^:]*:[^:]*:$uid:" /etc/passwd`,
  parse: (probe) =>
    parseUser(
      (probe.output.get('user') ?? '').split('\n')[0] ?? '',
      fileText(probe, '/proc/self/status') ?? '',
    ),
};
