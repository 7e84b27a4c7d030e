import type { ArgumentRules, ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';

/** What the modules of dnf and yum have in common. */
const commonArguments = {
  name: {
    type: 'list',
    elements: 'str',
    aliases: ['pkg'],
    description:
      'Packages by name, with a version (`name-1.0`, `name >= 1.0`), as patterns, as paths or URLs of .rpm files, as paths that a package provides, as groups (`@group`), or `*`.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'present', 'installed', 'removed', 'latest'],
    description: 'What should be with them: present, or absent with autoremove, when not given.',
  },
  list: {
    type: 'str',
    description: 'Changes nothing and lists: installed, available, updates, repos, or packages by name.',
  },
  enablerepo: { type: 'list', elements: 'str', description: 'Repositories to use that are not enabled.' },
  disablerepo: { type: 'list', elements: 'str', description: 'Repositories not to use, before enablerepo.' },
  conf_file: { type: 'str', description: 'The configuration to use instead of the usual one.' },
  disable_gpg_check: {
    type: 'bool',
    default: false,
    description: 'Do not check the signatures of packages.',
  },
  installroot: { type: 'str', default: '/', description: 'The folder that holds the system to change.' },
  releasever: { type: 'str', description: 'The release whose repositories are used.' },
  autoremove: {
    type: 'bool',
    default: false,
    description: 'Remove what came along with other packages and is not needed any more.',
  },
  exclude: { type: 'list', elements: 'str', description: 'Packages to leave out.' },
  skip_broken: {
    type: 'bool',
    default: false,
    description: 'Leave out packages that are not there, or whose dependencies are not.',
  },
  update_cache: {
    type: 'bool',
    default: false,
    aliases: ['expire-cache'],
    description: 'Fetch the metadata of the repositories first.',
  },
  cacheonly: { type: 'bool', default: false, description: 'Fetch no metadata.' },
  update_only: {
    type: 'bool',
    default: false,
    description: 'With latest: update what is installed and install nothing.',
  },
  security: { type: 'bool', default: false, description: 'With latest: only what security needs.' },
  bugfix: { type: 'bool', default: false, description: 'With latest: only what mends something.' },
  enable_plugin: { type: 'list', elements: 'str', description: 'Plugins to use.' },
  disable_plugin: { type: 'list', elements: 'str', description: 'Plugins not to use.' },
  disable_excludes: {
    type: 'str',
    description: "Excludes of the configuration not to heed: all, main, or a repository's.",
  },
  validate_certs: {
    type: 'bool',
    default: true,
    description: 'Check the certificate of a server that an .rpm is fetched from.',
  },
  sslverify: { type: 'bool', default: true, description: 'Check the certificates of repositories.' },
  allow_downgrade: {
    type: 'bool',
    default: false,
    description: 'Go back from a newer package than a file or a full name-version-release.arch names.',
  },
  install_repoquery: { type: 'bool', default: true, description: 'Accepted, and without effect.' },
  install_weak_deps: { type: 'bool', default: true, description: 'Install what is recommended, too.' },
  download_only: { type: 'bool', default: false, description: 'Fetch the packages and install nothing.' },
  download_dir: { type: 'str', description: 'Where download_only puts them.' },
  lock_timeout: {
    type: 'int',
    default: 30,
    description: 'Seconds to wait while another process has the lock.',
  },
} as const satisfies ArgumentSpec;

export const dnfArguments = {
  ...commonArguments,
  nobest: { type: 'bool', default: false, description: 'Take an older package when the newest cannot be.' },
  allowerasing: {
    type: 'bool',
    default: false,
    description: 'Remove installed packages that stand against what is wanted.',
  },
  use_backend: {
    type: 'str',
    choices: ['auto', 'dnf', 'dnf4', 'dnf5'],
    default: 'auto',
    description: 'The program that is called; auto asks the target what its dnf is.',
  },
} as const satisfies ArgumentSpec;

export const yumArguments = {
  ...commonArguments,
  use_backend: {
    type: 'str',
    choices: ['auto', 'yum', 'yum4', 'dnf', 'dnf4', 'dnf5'],
    default: 'auto',
    description: 'The program that is called: yum on a target that has no dnf, else dnf (or yum4).',
  },
} as const satisfies ArgumentSpec;

export const dnfRules = {
  mutuallyExclusive: [['name', 'list']],
} as const satisfies ArgumentRules;

/** What is wanted, whichever of the modules was called. */
export type WantedDnf = Omit<ArgumentsOf<typeof dnfArguments>, 'use_backend'>;
