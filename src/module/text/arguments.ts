import type { ArgumentSpec } from '../argument-spec.ts';
import { fileArguments } from '../kit/file-module.ts';

/** What the modules that edit a text in place have in common. */
export const textFileArguments = {
  path: { type: 'path', required: true, aliases: ['dest', 'destfile', 'name'], description: 'The file.' },
  backup: { type: 'bool', default: false, description: 'Keep the old file beside the new one.' },
  validate: {
    type: 'str',
    description: 'A command that checks the new file before it is put in place; %s is its path.',
  },
  ...fileArguments,
} as const satisfies ArgumentSpec;
