import type { ModuleContext } from '../../context.ts';

/** Package managers and what shows that they are there, the most telling first. */
const signs: readonly (readonly [manager: string, sign: string])[] = [
  ['atomic_container', '-e /run/ostree-booted'],
  ['apt', '-e /usr/bin/apt-get'],
  ['dnf5', '/usr/bin/dnf -ef /usr/bin/dnf5'],
  ['dnf', '-e /usr/bin/dnf'],
  ['dnf5', '-e /usr/bin/dnf5'],
  ['yum', '-e /usr/bin/yum'],
  ['zypper', '-e /usr/bin/zypper'],
  ['apk', '-e /sbin/apk'],
  ['pacman', '-e /usr/bin/pacman'],
  ['xbps', '-e /usr/bin/xbps-install'],
  ['portage', '-e /usr/bin/emerge'],
  ['opkg', '-e /bin/opkg'],
];

/** Shell text that prints the name of the machine's package manager, or nothing. */
export const packageManagerScript = signs
  .map(([manager, sign], index) => `${index === 0 ? 'if' : 'elif'} [ ${sign} ]; then echo ${manager}`)
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
