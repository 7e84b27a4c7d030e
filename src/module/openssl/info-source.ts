import type { ArgumentSpec } from '../argument-spec.ts';
import type { ModuleContext } from '../context.ts';
import { expandPath, quotePath } from '../kit/paths.ts';
import { read } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';

/** The arguments of the modules that tell what a file says. */
export const infoArguments = {
  path: { type: 'path', description: 'The file on the target.' },
  content: { type: 'str', description: 'What would be in the file.' },
  name_encoding: {
    type: 'str',
    choices: ['ignore', 'idna', 'unicode'],
    default: 'ignore',
    description: 'How names of hosts are shown: as they are written (ignore), which alone is carried out.',
  },
  select_crypto_backend: {
    type: 'str',
    choices: ['auto', 'cryptography'],
    default: 'auto',
    description: 'Without effect: tsplay reads what is there by itself.',
  },
} as const satisfies ArgumentSpec;

export const infoRules = {
  mutuallyExclusive: [['path', 'content']],
  requiredOneOf: [['path', 'content']],
} as const;

interface InfoArguments {
  readonly path?: string | undefined;
  readonly content?: string | undefined;
  readonly name_encoding: 'ignore' | 'idna' | 'unicode';
}

/** The bytes that are asked about. Throws ModuleFailure when the file cannot be read. */
export async function infoContent(
  context: ModuleContext,
  { path, content, name_encoding }: InfoArguments,
): Promise<Buffer> {
  if (name_encoding !== 'ignore')
    throw new ModuleFailure(
      `name_encoding=${name_encoding} is not supported: names are shown as they are written`,
    );
  if (content !== undefined) return Buffer.from(content);
  const expanded = await expandPath(context, path ?? '');
  const found = await read(context, {
    bytes: {
      script: `cat < ${quotePath(expanded)} 2>/dev/null`,
      inline: 'prints',
      parse: ({ stdout, rc }) => (rc === 0 ? stdout : undefined),
    },
  });
  if (found.bytes === undefined) throw new ModuleFailure(`${expanded} cannot be read`);
  return found.bytes;
}
