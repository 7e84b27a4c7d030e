import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';

/** What the modules pacman and, on a target with pacman, package take. */
export const pacmanArguments = {
  name: {
    type: 'list',
    elements: 'str',
    aliases: ['package', 'pkg'],
    description: 'Packages, groups, and files of packages: their paths on the target or addresses.',
  },
  state: {
    type: 'str',
    choices: ['absent', 'installed', 'latest', 'present', 'removed'],
    default: 'present',
    description: 'What should be with them.',
  },
  executable: { type: 'str', default: 'pacman', description: 'A program that takes the options of pacman.' },
  extra_args: { type: 'str', default: '', description: 'Further options while packages change.' },
  force: {
    type: 'bool',
    default: false,
    description: 'Remove whatever depends on it; fetch lists also when they are not newer.',
  },
  reason: {
    type: 'str',
    choices: ['dependency', 'explicit'],
    description: 'Why the packages are said to be there.',
  },
  reason_for: {
    type: 'str',
    choices: ['all', 'new'],
    default: 'new',
    description: 'Whether the reason is for those that were there before, too.',
  },
  remove_nosave: { type: 'bool', default: false, description: 'Keep no changed configuration files.' },
  update_cache: { type: 'bool', description: 'Fetch the lists of packages first.' },
  update_cache_extra_args: { type: 'str', default: '', description: 'Further options for that.' },
  upgrade: { type: 'bool', description: 'Upgrade all that is installed.' },
  upgrade_extra_args: { type: 'str', default: '', description: 'Further options for that.' },
} as const satisfies ArgumentSpec;

export type PacmanArguments = ArgumentsOf<typeof pacmanArguments>;
