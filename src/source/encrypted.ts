import { TsplayError } from '../errors.ts';
import { VaultText } from '../values/vault-text.ts';
import type { ScalarNode } from './node.ts';
import type { EncryptedText, Vault } from './span.ts';

/** How every text of Ansible Vault starts. */
export const VAULT_MAGIC = '$ANSIBLE_VAULT';

const magicBytes = Buffer.from(VAULT_MAGIC);

/** Whether a text, or a file's content, is one of Ansible Vault, by how it starts. */
export function isEncrypted(content: string | Uint8Array): boolean {
  return typeof content === 'string'
    ? content.startsWith(VAULT_MAGIC)
    : magicBytes.equals(content.subarray(0, magicBytes.length));
}

/** A file's content: decrypted where it is encrypted. Throws what `Vault.decrypt` throws, with places in the file. */
export function decryptFile(path: string, content: Buffer, vault: Vault): Buffer {
  if (!isEncrypted(content)) return content;
  const file = { path, text: content.toString('latin1') };
  return Buffer.from(vault.decrypt({ text: file.text, spanOf: (start, end) => ({ file, start, end }) }));
}

/** The value of a scalar tagged `!vault`. Nothing is decrypted, or found wrong with it, before its text is needed. */
export function vaultText({ text, span, origin }: ScalarNode): VaultText {
  const encrypted: EncryptedText = {
    text,
    spanOf: (start, end) => ({ file: span.file, start: origin.locate(start), end: origin.locate(end) }),
  };
  return new VaultText(text, () => {
    const { vault } = span.file;
    if (vault === undefined) {
      throw new TsplayError({
        code: 'vault-not-here',
        message: 'values that are encrypted with Ansible Vault cannot be read here',
        span,
      });
    }
    return decodeText(vault.decrypt(encrypted), span);
  });
}

function decodeText(bytes: Uint8Array, span: ScalarNode['span']): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TsplayError({
      code: 'vault-not-utf8',
      message: 'what is encrypted in this value is not UTF-8 text',
      span,
      hint: 'encrypt data as a file of its own, and copy that',
      cause,
    });
  }
}
