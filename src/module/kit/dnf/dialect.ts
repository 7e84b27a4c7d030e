import type { WantedDnf } from './arguments.ts';

/** What one of the programs calls what they all can do. Options stand after the command, where each of them takes them. */
export interface Dialect {
  readonly program: 'dnf' | 'dnf5' | 'yum';
  options(wanted: WantedDnf): readonly string[];
  /** The options that put what is downloaded into a folder, and stop there. */
  downloadOnly(folder: string | undefined): readonly string[];
}

export const dnf4: Dialect = {
  program: 'dnf',
  options: (wanted) => [
    ...sharedWithYum(wanted),
    ...(wanted.install_weak_deps ? [] : ['--setopt=install_weak_deps=0']),
    ...when(wanted.nobest, '--nobest'),
    ...when(wanted.allowerasing, '--allowerasing'),
  ],
  downloadOnly: (folder) => ['--downloadonly', ...withValue('--downloaddir', folder)],
};

export const yum3: Dialect = {
  program: 'yum',
  options: sharedWithYum,
  downloadOnly: (folder) => ['--downloadonly', ...withValue('--downloaddir', folder)],
};

/** Waits for a lock as long as it takes: it has no option for that. */
export const dnf5: Dialect = {
  program: 'dnf5',
  options: (wanted) => [
    ...withValue('--config', wanted.conf_file),
    ...places(wanted),
    ...each('--disable-repo', wanted.disablerepo),
    ...each('--enable-repo', wanted.enablerepo),
    ...each('--disable-plugin', wanted.disable_plugin),
    ...each('--enable-plugin', wanted.enable_plugin),
    ...each('--exclude', wanted.exclude),
    ...withValue('--setopt=disable_excludes', wanted.disable_excludes),
    ...settings(wanted),
    ...(wanted.install_weak_deps ? [] : ['--setopt=install_weak_deps=0']),
    ...when(wanted.disable_gpg_check, '--no-gpgchecks'),
    ...when(wanted.cacheonly, '--cacheonly'),
    ...when(wanted.skip_broken, '--skip-broken', '--skip-unavailable'),
    ...when(wanted.nobest, '--no-best'),
    ...when(wanted.allowerasing, '--allowerasing'),
  ],
  downloadOnly: (folder) => ['--downloadonly', ...withValue('--destdir', folder)],
};

function sharedWithYum(wanted: WantedDnf): readonly string[] {
  return [
    '--setopt=exit_on_lock=1',
    ...(wanted.conf_file === undefined ? [] : ['-c', wanted.conf_file]),
    ...places(wanted),
    ...each('--disablerepo', wanted.disablerepo),
    ...each('--enablerepo', wanted.enablerepo),
    ...each('--disableplugin', wanted.disable_plugin),
    ...each('--enableplugin', wanted.enable_plugin),
    ...each('--exclude', wanted.exclude),
    ...withValue('--disableexcludes', wanted.disable_excludes),
    ...settings(wanted),
    ...when(wanted.disable_gpg_check, '--nogpgcheck'),
    ...when(wanted.cacheonly, '-C'),
    ...when(wanted.skip_broken, '--skip-broken'),
  ];
}

function places({ installroot, releasever }: WantedDnf): readonly string[] {
  return [
    ...(installroot === '/' ? [] : [`--installroot=${installroot}`]),
    ...withValue('--releasever', releasever),
  ];
}

/** Files are checked as packages of a repository are, which the programs do not by themselves. */
function settings(wanted: WantedDnf): readonly string[] {
  return [
    ...(wanted.disable_gpg_check ? [] : ['--setopt=localpkg_gpgcheck=1']),
    `--setopt=clean_requirements_on_remove=${wanted.autoremove ? '1' : '0'}`,
    ...(wanted.sslverify && wanted.validate_certs ? [] : ['--setopt=sslverify=0']),
  ];
}

function when(isGiven: boolean, ...options: readonly string[]): readonly string[] {
  return isGiven ? options : [];
}

function withValue(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${option}=${value}`];
}

/** Ansible takes several in one entry, with commas between. */
function each(option: string, values: readonly string[] = []): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .map((value) => `${option}=${value}`);
}
