import type { ArgumentSpec } from '../argument-spec.ts';
import { defineModule, type Module } from '../define.ts';
import { fileAttributeArguments } from './file-attributes.ts';
import { type SpecialAttributes, setSpecialAttributes } from './special-attributes/set-special-attributes.ts';

const context = 'Left alone where the target has no SELinux.';

/** The arguments of a module that places one file, all of them: for `defineFileModule`. */
export const fileArguments = {
  ...fileAttributeArguments,
  attributes: {
    type: 'str',
    aliases: ['attr'],
    description: 'Flags of the file system, as chattr takes them: +i, -A, or exactly these.',
  },
  seuser: { type: 'str', description: `The user of the SELinux context. ${context}` },
  serole: { type: 'str', description: `The role of the SELinux context. ${context}` },
  setype: { type: 'str', description: `The type of the SELinux context. ${context}` },
  selevel: { type: 'str', description: `The level of the SELinux context. ${context}` },
} as const satisfies ArgumentSpec;

/** A module with `fileArguments`: flags and SELinux context are set on the file that its result names. */
export function defineFileModule<const S extends ArgumentSpec & Pick<typeof fileArguments, 'setype'>>(
  module: Module<S>,
): Module<S> {
  return defineModule({
    ...module,
    run: async (target, args, extra) =>
      setSpecialAttributes(target, args as SpecialAttributes, await module.run(target, args, extra)),
  });
}
