import type { FactCollector } from './collector.ts';

/** Package managers and where their programs are, the most telling first. */
const programs: readonly (readonly [manager: string, path: string])[] = [
  ['atomic_container', '/run/ostree-booted'],
  ['apt', '/usr/bin/apt-get'],
  ['dnf', '/usr/bin/dnf'],
  ['yum', '/usr/bin/yum'],
  ['zypper', '/usr/bin/zypper'],
  ['apk', '/sbin/apk'],
  ['pacman', '/usr/bin/pacman'],
  ['xbps', '/usr/bin/xbps-install'],
  ['portage', '/usr/bin/emerge'],
  ['opkg', '/bin/opkg'],
];

/** Shell text that prints the name of the machine's package manager, or nothing. */
export const packageManagerScript = programs
  .map(([manager, path], index) => `${index === 0 ? 'if' : 'elif'} [ -e ${path} ]; then echo ${manager}`)
  .concat('fi')
  .join('\n');

export const packageManager: FactCollector = {
  name: 'pkg_mgr',
  minimal: true,
  subsets: [],
  requires: ['distribution'],
  files: [],
  script: packageManagerScript,
  parse: (probe) => ({ pkg_mgr: probe.output.get('pkg_mgr')?.trim() || 'unknown' }),
};
