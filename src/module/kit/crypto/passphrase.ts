import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quotePath } from '../paths.ts';

/** What a script finds the passphrase of a key in; it never stands in a command line. */
export interface PassphraseFile {
  /** Options for openssl that say where it is to be read. */
  readonly input: string;
  readonly output: string;
  /** The file itself, for other programs; undefined when there is no passphrase. */
  readonly path: string | undefined;
}

/**
 * Does something with a passphrase on the target: a file of the session (mode 0600) that is removed afterwards. It
 * stands on two lines, since openssl reads what it encrypts with from the second when both come out of the same file.
 * Without a passphrase nobody is asked for one: a key that needs one cannot be read then.
 */
export async function withPassphrase<T>(
  context: Pick<ModuleContext, 'target'>,
  passphrase: string | undefined,
  use: (file: PassphraseFile) => Promise<T>,
): Promise<T> {
  if (passphrase === undefined) return use({ input: '-passin pass:', output: '', path: undefined });
  if (passphrase === '' || /[\r\n\0]/.test(passphrase))
    throw new ModuleFailure('a passphrase is one line that is not empty');
  const path = await context.target.upload(Buffer.from(`${passphrase}\n${passphrase}\n`));
  const word = quotePath(`file:${path}`);
  try {
    return await use({ input: `-passin ${word}`, output: `-passout ${word}`, path });
  } finally {
    await context.target.run(`rm -f ${quotePath(path)}`);
  }
}
