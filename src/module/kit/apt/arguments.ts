import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';
import type { Upgrade, WantedApt } from './ensure-apt.ts';
import { parsePackage } from './package-name.ts';

/** What the modules apt and, on a target with apt, package take. */
export const aptArguments = {
  name: {
    type: 'list',
    elements: 'str',
    aliases: ['package', 'pkg'],
    description:
      'Packages; `=1.2*`, `>=1.2`, `:architecture` and `/release` may follow, and patterns are expanded.',
  },
  state: {
    type: 'str',
    choices: ['present', 'absent', 'latest', 'build-dep', 'fixed'],
    default: 'present',
    description:
      'What should be with them; build-dep: what building them needs; fixed: also mend what they miss.',
  },
  update_cache: { type: 'bool', aliases: ['update-cache'], description: 'Fetch the package lists first.' },
  cache_valid_time: {
    type: 'int',
    default: 0,
    description: 'Fetch the lists only when they are older than this many seconds.',
  },
  update_cache_retries: { type: 'int', default: 5, description: 'How often fetching is tried.' },
  update_cache_retry_max_delay: { type: 'int', default: 12, description: 'Seconds between tries, at most.' },
  upgrade: {
    type: 'str',
    choices: ['no', 'yes', 'safe', 'full', 'dist'],
    default: 'no',
    description: 'Upgrade what is installed: safe (or yes) removes nothing, full (or dist) may.',
  },
  deb: {
    type: 'path',
    description: 'A package file on the target, or a URL that the target fetches it from.',
  },
  purge: { type: 'bool', default: false, description: 'Remove configuration files too.' },
  autoremove: {
    type: 'bool',
    default: false,
    description:
      'Remove what nothing needs any more; not in a task that asks for new lists and nothing else, as with Ansible.',
  },
  autoclean: {
    type: 'bool',
    default: false,
    description: 'Remove package files that cannot be had any more.',
  },
  clean: { type: 'bool', default: false, description: 'Remove all downloaded package files.' },
  default_release: {
    type: 'str',
    aliases: ['default-release'],
    description: 'The release that is preferred.',
  },
  install_recommends: {
    type: 'bool',
    aliases: ['install-recommends'],
    description: 'Whether recommended packages come along; as configured when absent.',
  },
  force: {
    type: 'bool',
    default: false,
    description: 'Allow unauthenticated packages, downgrades and held ones.',
  },
  allow_unauthenticated: {
    type: 'bool',
    default: false,
    aliases: ['allow-unauthenticated'],
    description: 'Allow packages whose origin is not proven.',
  },
  allow_downgrade: {
    type: 'bool',
    default: false,
    aliases: ['allow-downgrade', 'allow_downgrades', 'allow-downgrades'],
    description: 'Allow going back to an older version.',
  },
  allow_change_held_packages: { type: 'bool', default: false, description: 'Allow changing held packages.' },
  only_upgrade: { type: 'bool', default: false, description: 'Leave out what is not installed.' },
  fail_on_autoremove: { type: 'bool', default: false, description: 'Fail when a package would be removed.' },
  force_apt_get: { type: 'bool', default: false, description: 'Accepted: apt-get is always used.' },
  dpkg_options: {
    type: 'str',
    default: 'force-confdef,force-confold',
    description: 'Options for dpkg, with commas between, without their leading dashes.',
  },
  lock_timeout: { type: 'int', default: 60, description: 'Seconds to wait for the lock of dpkg.' },
  policy_rc_d: {
    type: 'int',
    description: 'The exit status of a policy-rc.d during the change; 101 starts no services.',
  },
} as const satisfies ArgumentSpec;

const upgrades: Readonly<Record<'no' | 'yes' | 'safe' | 'full' | 'dist', Upgrade>> = {
  no: 'no',
  yes: 'safe',
  safe: 'safe',
  full: 'dist',
  dist: 'dist',
};

/** What the arguments ask for. */
export function wantedApt(args: ArgumentsOf<typeof aptArguments>): WantedApt {
  const names = (args.name ?? []).flatMap((name) => name.split(',')).map((name) => name.trim());
  const requests = names.filter((name) => name !== '').map(parsePackage);
  const isUpdateWanted = args.update_cache ?? args.cache_valid_time > 0;
  return {
    packages: {
      requests,
      state: args.state === 'fixed' ? 'present' : args.state,
      purge: args.purge,
      onlyUpgrade: args.only_upgrade,
      defaultRelease: args.default_release,
    },
    query: {
      requests,
      updateOlderThan: isUpdateWanted ? args.cache_valid_time : undefined,
      updateRetries: args.update_cache_retries,
      updateMaxDelay: args.update_cache_retry_max_delay,
      lockTimeout: args.lock_timeout,
    },
    upgrade: upgrades[args.upgrade],
    deb: args.deb,
    allowDowngrade: args.allow_downgrade || args.force,
    autoremove: args.autoremove,
    autoclean: args.autoclean,
    clean: args.clean,
    options: {
      dpkgOptions: args.dpkg_options.split(',').filter((option) => option !== ''),
      lockTimeout: args.lock_timeout,
      policyRcD: args.policy_rc_d,
      flags: flagsOf(args),
    },
  };
}

function flagsOf(args: ArgumentsOf<typeof aptArguments>): readonly string[] {
  const when = (isGiven: boolean, ...flags: readonly string[]): readonly string[] => (isGiven ? flags : []);
  return [
    ...(args.default_release === undefined ? [] : ['-t', args.default_release]),
    ...(args.install_recommends === undefined
      ? []
      : ['-o', `APT::Install-Recommends=${args.install_recommends ? 'yes' : 'no'}`]),
    ...when(args.allow_unauthenticated || args.force, '--allow-unauthenticated'),
    ...when(args.allow_downgrade || args.force, '--allow-downgrades'),
    ...when(args.allow_change_held_packages || args.force, '--allow-change-held-packages'),
    ...when(args.state === 'fixed', '--fix-broken'),
    ...when(args.only_upgrade, '--only-upgrade'),
    ...when(args.autoremove, '--auto-remove'),
    ...when(args.fail_on_autoremove, '--no-remove'),
  ];
}
