import { TsplayError } from '../../../errors.ts';
import { encrypt, openText } from '../../../vault/vault.ts';
import { type Terminal, writeBytes } from '../../output.ts';
import { replaceFile } from '../../replace-file.ts';
import { PIPE, readInput, requireEncrypted, requirePlain } from '../../vault/input.ts';
import {
  type NewPasswordOptions,
  readNewPassword,
  readPasswords,
  type VaultVerbOptions,
} from '../../vault/passwords.ts';

export interface ConvertOptions extends VaultVerbOptions {
  /** Where to, instead of into the file itself; `-` is stdout. */
  readonly output?: string;
}

/** `tsplay vault encrypt`: all files, or none when one of them cannot be. */
export async function encryptCommand(
  files: readonly string[],
  options: ConvertOptions,
  terminal: Terminal,
): Promise<void> {
  const inputs = await readAll(files, options);
  const plain = inputs.map(({ path, content }) => ({ path, content: requirePlain(path, content) }));
  const secret = await (await readPasswords(options, terminal)).encrypting();
  await writeAll(
    plain.map(({ path, content }) => ({ path, content: Buffer.from(encrypt(content, secret)) })),
    options,
  );
}

/** `tsplay vault decrypt`: all files, or none when one of them cannot be. */
export async function decryptCommand(
  files: readonly string[],
  options: ConvertOptions,
  terminal: Terminal,
): Promise<void> {
  const inputs = await readAll(files, options);
  const sources = inputs.map(({ path, content }) => ({ path, source: requireEncrypted(path, content) }));
  const opening = await (await readPasswords(options, terminal)).opening();
  await writeAll(
    sources.map(({ path, source }) => ({ path, content: openText(source, opening).content })),
    options,
  );
}

/** `tsplay vault view`: to stdout. */
export async function viewCommand(
  files: readonly string[],
  options: VaultVerbOptions,
  terminal: Terminal,
): Promise<void> {
  for (const file of files.length === 0 ? [PIPE] : files) {
    await decryptCommand([file], { ...options, output: PIPE }, terminal);
  }
}

export interface RekeyOptions extends VaultVerbOptions, NewPasswordOptions {}

/** `tsplay vault rekey`: all files under the new password, or none when one of them cannot be opened. */
export async function rekeyCommand(
  files: readonly string[],
  options: RekeyOptions,
  terminal: Terminal,
): Promise<void> {
  const inputs = await readAll(files, {});
  const sources = inputs.map(({ path, content }) => ({ path, source: requireEncrypted(path, content) }));
  const passwords = await readPasswords(options, terminal);
  const opening = await passwords.opening();
  const opened = sources.map(({ path, source }) => ({ path, content: openText(source, opening).content }));
  const secret = await readNewPassword(options, passwords.label);
  await writeAll(
    opened.map(({ path, content }) => ({ path, content: Buffer.from(encrypt(content, secret)) })),
    {},
  );
}

interface NamedContent {
  readonly path: string;
  readonly content: Buffer;
}

async function readAll(
  files: readonly string[],
  { output }: Pick<ConvertOptions, 'output'>,
): Promise<readonly NamedContent[]> {
  if (output !== undefined && files.length > 1) {
    throw new TsplayError({
      code: 'vault-several-inputs',
      message: `--output takes one file, and ${files.length} were given`,
    });
  }
  const contents: NamedContent[] = [];
  for (const path of files.length === 0 ? [PIPE] : files) {
    contents.push({ path, content: await readInput(path) });
  }
  return contents;
}

async function writeAll(
  contents: readonly NamedContent[],
  { output }: Pick<ConvertOptions, 'output'>,
): Promise<void> {
  for (const { path, content } of contents) {
    const to = output ?? path;
    if (to === PIPE) writeBytes(content);
    else await replaceFile(to, content);
  }
}
