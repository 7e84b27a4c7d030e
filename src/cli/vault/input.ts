import { readFile } from 'node:fs/promises';
import { TsplayError } from '../../errors.ts';
import { isEncrypted } from '../../source/encrypted.ts';
import { similarFile } from '../../source/file-search.ts';
import type { EncryptedText } from '../../source/span.ts';

/** `-`, or no file at all, is what comes through a pipe. */
export const PIPE = '-';

/** A file's bytes, or those of stdin. Throws `file-not-found`, `file-unreadable`. */
export async function readInput(path: string): Promise<Buffer> {
  if (path === PIPE) return readStdin();
  try {
    return await readFile(path);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new TsplayError({
      code: isMissing ? 'file-not-found' : 'file-unreadable',
      message: isMissing
        ? `there is no file '${path}'`
        : `cannot read '${path}': ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: isMissing ? similarFile(path) : undefined,
      cause,
    });
  }
}

export async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** What is to be encrypted; throws `vault-already-encrypted`. */
export function requirePlain(path: string, content: Buffer): Buffer {
  if (!isEncrypted(content)) return content;
  throw new TsplayError({
    code: 'vault-already-encrypted',
    message: `${nameOf(path)} is encrypted already`,
    hint: 'tsplay vault edit changes what it holds, tsplay vault rekey its password',
  });
}

/** What is to be opened, with its places; throws `vault-not-encrypted`. */
export function requireEncrypted(path: string, content: Buffer): EncryptedText {
  if (!isEncrypted(content)) {
    throw new TsplayError({
      code: 'vault-not-encrypted',
      message: `${nameOf(path)} is not encrypted with Ansible Vault`,
      hint: isInline(content) ? 'it holds encrypted values: a play that uses it reads them' : undefined,
    });
  }
  const file = { path: path === PIPE ? '<stdin>' : path, text: content.toString('latin1') };
  return { text: file.text, spanOf: (start, end) => ({ file, start, end }) };
}

function isInline(content: Buffer): boolean {
  return content.includes('!vault');
}

function nameOf(path: string): string {
  return path === PIPE ? 'what came through the pipe' : `'${path}'`;
}
