import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';

/** What the modules zypper and, on a target with zypper, package take. */
export const zypperArguments = {
  name: {
    type: 'list',
    elements: 'str',
    required: true,
    aliases: ['pkg'],
    description:
      'Packages, with versions (`tool>=2.0`), as files or addresses; `*` means all that is installed.',
  },
  state: {
    type: 'str',
    choices: ['present', 'latest', 'absent', 'dist-upgrade', 'installed', 'removed'],
    default: 'present',
    description: 'What should be with them. dist-upgrade takes `*` alone.',
  },
  type: {
    type: 'str',
    choices: ['package', 'patch', 'pattern', 'product', 'srcpackage', 'application'],
    default: 'package',
    description: 'What the names are names of.',
  },
  extra_args_precommand: { type: 'str', description: 'Further options of zypper itself.' },
  extra_args: { type: 'str', description: 'Further options while packages change.' },
  disable_gpg_check: { type: 'bool', default: false, description: 'Believe packages without a signature.' },
  disable_recommends: { type: 'bool', default: true, description: 'Leave out what is only recommended.' },
  force: { type: 'bool', default: false, description: 'Also install what is older or of another vendor.' },
  force_resolution: {
    type: 'bool',
    default: false,
    description: 'Let zypper choose a way out where packages exclude each other.',
  },
  update_cache: {
    type: 'bool',
    default: false,
    aliases: ['refresh'],
    description: 'Fetch the lists of the repositories first; not in check mode.',
  },
  oldpackage: {
    type: 'bool',
    default: false,
    description: 'Allow an older version than is there; a version in a name allows it, too.',
  },
  replacefiles: { type: 'bool', default: false, description: 'Overwrite files of other packages.' },
  allow_vendor_change: {
    type: 'bool',
    default: false,
    description: 'Packages of other vendors may come in a dist-upgrade.',
  },
  clean_deps: { type: 'bool', default: false, description: 'Remove what only the removed packages needed.' },
} as const satisfies ArgumentSpec;

export type ZypperArguments = ArgumentsOf<typeof zypperArguments>;
