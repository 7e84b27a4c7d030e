import type { ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';

/** What the modules apk and, on a target with apk, package take. */
export const apkArguments = {
  name: {
    type: 'list',
    elements: 'str',
    description: 'Packages as the world file has them: tool, tool=1.2-r0, tool>1, tool@edge.',
  },
  state: {
    type: 'str',
    choices: ['present', 'absent', 'latest', 'installed', 'removed'],
    default: 'present',
    description: 'What should be with them.',
  },
  available: {
    type: 'bool',
    default: false,
    description: 'With upgrade: replace or take back what no repository has any more.',
  },
  no_cache: { type: 'bool', default: false, description: 'Fetch the lists for this once and keep no copy.' },
  repository: {
    type: 'list',
    elements: 'str',
    description: 'These repositories instead of those of the system.',
  },
  update_cache: { type: 'bool', default: false, description: 'Fetch the lists first; not in check mode.' },
  upgrade: { type: 'bool', default: false, description: 'Upgrade all that is installed.' },
  world: {
    type: 'str',
    default: '/etc/apk/world',
    description: 'The file of the packages that were asked for, which tells them from what they need.',
  },
} as const satisfies ArgumentSpec;

export type ApkArguments = ArgumentsOf<typeof apkArguments>;
