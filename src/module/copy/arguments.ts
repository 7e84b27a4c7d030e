import type { ArgumentSpec } from '../argument-spec.ts';
import { fileArguments } from '../kit/file-module.ts';

/** What copy and template have in common. */
export const placementArguments = {
  backup: {
    type: 'bool',
    default: false,
    description: 'Keep the old file beside the new one, with the time in its name.',
  },
  force: {
    type: 'bool',
    default: true,
    description: 'Replace a file that differs; else only make one that is not there.',
  },
  follow: {
    type: 'bool',
    default: false,
    description: 'Where the destination is a link, write what it leads to.',
  },
  validate: {
    type: 'str',
    description: 'A command that checks the new file before it is put in place; %s is its path.',
  },
  ...fileArguments,
} as const satisfies ArgumentSpec;
