import type { ModuleContext } from '../../context.ts';

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

/** The package manager of the target: the fact when it was gathered, else one probe per host. */
export async function packageManagerOf(context: ModuleContext): Promise<string> {
  const fact = context.fact('pkg_mgr');
  if (typeof fact === 'string' && fact !== 'unknown') return fact;
  return context.target.probe('package-manager', async () => {
    const { stdout } = await context.target.run(packageManagerScript, { signal: context.signal });
    return stdout.toString().trim();
  });
}
