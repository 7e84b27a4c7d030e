import { existsSync } from 'node:fs';
import { TsplayError } from '../../../errors.ts';
import { encrypt, openText } from '../../../vault/vault.ts';
import type { Terminal } from '../../output.ts';
import { replaceFile } from '../../replace-file.ts';
import { editText } from '../../vault/edit-text.ts';
import { readInput, requireEncrypted } from '../../vault/input.ts';
import { readPasswords, type VaultVerbOptions } from '../../vault/passwords.ts';

/** `tsplay vault create`: a new file from what the editor leaves. */
export async function createCommand(
  path: string,
  options: VaultVerbOptions,
  terminal: Terminal,
): Promise<void> {
  if (existsSync(path)) {
    throw new TsplayError({
      code: 'vault-file-exists',
      message: `'${path}' is there already`,
      hint: 'tsplay vault edit changes it, tsplay vault encrypt encrypts it',
    });
  }
  const secret = await (await readPasswords(options, terminal)).encrypting();
  await replaceFile(path, Buffer.from(encrypt(await editText(path, Buffer.alloc(0)), secret)));
}

/** `tsplay vault edit`: the file is written only when its content or its vault id changes. */
export async function editCommand(
  path: string,
  options: VaultVerbOptions,
  terminal: Terminal,
): Promise<void> {
  const source = requireEncrypted(path, await readInput(path));
  const passwords = await readPasswords(options, terminal);
  const { content, label, secret } = openText(source, await passwords.opening());
  const kept = { label, secret };
  const wanted = options.encryptVaultId === undefined ? kept : await passwords.encrypting();
  const edited = await editText(path, content);
  if (edited.equals(content) && wanted === kept) return;
  await replaceFile(path, Buffer.from(encrypt(edited, wanted)));
}
