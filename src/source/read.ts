import { readFileSync } from 'node:fs';
import { TsplayError } from '../errors.ts';
import { decryptFile, isEncrypted } from './encrypted.ts';
import { similarFile } from './file-search.ts';
import type { SourceFile, Span, Vault } from './span.ts';

export interface ReadSourceOptions {
  /** What the file is to the reader, for messages: `playbook`, `inventory source`. */
  readonly what?: string;
  /** Where the file is asked for. */
  readonly span?: Span | undefined;
  /** Opens the file when it is encrypted, and the encrypted values in it; without one it is read as it is. */
  readonly vault?: Vault | undefined;
}

const REASONS: Readonly<Record<string, { readonly code: string; readonly reason: string }>> = {
  ENOENT: { code: 'file-not-found', reason: 'there is no such file' },
  ENOTDIR: { code: 'file-not-found', reason: 'a part of its path is not a folder' },
  EACCES: { code: 'file-unreadable', reason: 'permission is denied' },
  EPERM: { code: 'file-unreadable', reason: 'permission is denied' },
  EISDIR: { code: 'file-is-a-folder', reason: 'it is a folder' },
  ELOOP: { code: 'file-unreadable', reason: 'its symbolic links go in a circle' },
};

/**
 * Reads a text file. Throws a `TsplayError` with code `file-not-found`, `file-unreadable`, `file-is-a-folder` or
 * `file-not-utf8` that names the path, and for an encrypted file what `Vault.decrypt` throws. A byte order mark stays
 * in the text (offsets are the file's); YAML skips it.
 */
export function readSource(path: string, options: ReadSourceOptions = {}): SourceFile {
  const { vault } = options;
  const bytes = readBytes(path, options);
  if (vault === undefined) return { path, text: decodeUtf8({ path, bytes, options }) };
  if (!isEncrypted(bytes)) return { path, text: decodeUtf8({ path, bytes, options }), vault };
  const text = decodeUtf8({ path, bytes: decryptFile(path, bytes, vault), options });
  return { path, text, vault, isSecret: true };
}

function readBytes(path: string, options: ReadSourceOptions): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const errno = errorCode(cause);
    const known = REASONS[errno] ?? { code: 'file-unreadable', reason: errno };
    throw new TsplayError({
      code: known.code,
      message: `cannot read ${options.what ?? 'file'} '${path}': ${known.reason}`,
      span: options.span,
      hint: known.code === 'file-not-found' ? similarFile(path) : undefined,
      cause,
    });
  }
}

interface DecodeInput {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly options: ReadSourceOptions;
}

function decodeUtf8({ path, bytes, options }: DecodeInput): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TsplayError({
      code: 'file-not-utf8',
      message: `cannot read ${options.what ?? 'file'} '${path}': it is not UTF-8 text`,
      span: options.span,
      hint: 'save it as UTF-8, or, if it is data, copy it instead of loading it',
      cause,
    });
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : String(error);
}
