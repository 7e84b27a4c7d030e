import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { mapReading, noReading, type Reading } from '../reading.ts';
import { readDer } from './der.ts';
import type { PassphraseFile } from './passphrase.ts';
import { type PrivateKeyFile, privateKeyReading } from './private-key-file.ts';
import { type PublicKey, publicKeyOf } from './public-key.ts';

/** A private key that signs, wherever it is. */
export interface SigningKey {
  readonly publicKey: PublicKey;
  /** The signature of the bytes; the digest is undefined for keys that bring their own. */
  sign(content: Buffer, digest: string | undefined): Promise<Buffer>;
  /** Throws ModuleFailure when it is known that it cannot sign: for check mode. */
  checkSigning(digest: string | undefined): Promise<void>;
}

/** Where a task has its private key: in a file of the target, or in its arguments. */
export interface KeySource {
  readonly path: string | undefined;
  readonly content: string | undefined;
  readonly passphrase: string | undefined;
}

/**
 * Finds a key; undefined when its file is not there. A key of the target stays there, and signs there; one that the
 * task brings along never goes to the target. Throws ModuleFailure for what cannot be read, also when a passphrase is
 * given for a key that has none.
 */
export function signingKeyReading(
  context: ModuleContext,
  { path, content, passphrase }: KeySource,
  file: PassphraseFile,
): Reading<SigningKey | undefined> {
  if (content !== undefined) return noReading(keyOfContent(content, passphrase));
  if (path === undefined) return noReading<SigningKey | undefined>(undefined);
  return mapReading(privateKeyReading(path, file), (found) => keyOnTarget(context, { path, found, file }));
}

interface KeyOnTarget {
  readonly path: string;
  readonly found: PrivateKeyFile;
  readonly file: PassphraseFile;
}

function keyOnTarget(context: ModuleContext, { path, found, file }: KeyOnTarget): SigningKey | undefined {
  if (found.kind === 'missing') return undefined;
  if (found.kind === 'unreadable' || (file.path !== undefined && !found.isEncrypted)) throw unreadable(path);
  return {
    publicKey: found.publicKey,
    sign: (content, digest) => signOnTarget(context, { content, digest, path, file }),
    checkSigning: (digest) => checkProgram(context, digest),
  };
}

function unreadable(what: string): ModuleFailure {
  return new ModuleFailure(
    `the private key ${what} cannot be read: it is broken, or has another passphrase or none`,
  );
}

interface SignRequest extends Omit<KeyOnTarget, 'found'> {
  readonly content: Buffer;
  readonly digest: string | undefined;
}

async function signOnTarget(
  context: ModuleContext,
  { content, digest, path, file }: SignRequest,
): Promise<Buffer> {
  const { signal } = context;
  const key = quotePath(path);
  await checkProgram(context, digest);
  const { rc, stdout, stderr } =
    digest === undefined
      ? await context.target.run(await signFileScript(context, { content, key, file }), { signal })
      : await context.target.run(`openssl dgst -${digest} -sign ${key} ${file.input}`, {
          signal,
          stdin: content,
        });
  if (rc === 0 && stdout.length > 0) return stdout;
  throw new ModuleFailure(`openssl did not sign with ${path}: ${stderr.toString().trim()}`, { rc });
}

/** Before 3.0 openssl signs with keys that bring their own digest only what it writes itself. */
async function checkProgram({ target, signal }: ModuleContext, digest: string | undefined): Promise<void> {
  if (digest !== undefined) return;
  const knowsRawInput = await target.probe('openssl pkeyutl -rawin', async () => {
    const { stdout } = await target.run('openssl pkeyutl -help 2>&1', { signal });
    return stdout.includes('-rawin');
  });
  if (!knowsRawInput)
    throw new ModuleFailure(
      'the openssl of the target cannot sign with Ed25519 or Ed448: that needs 3.0 or newer',
    );
}

/** Algorithms that bring their own digest read their input twice: it must be a file. */
async function signFileScript(
  context: ModuleContext,
  { content, key, file }: { readonly content: Buffer; readonly key: string; readonly file: PassphraseFile },
): Promise<string> {
  const input = quotePath(await context.target.upload(content));
  return `openssl pkeyutl -sign -rawin -inkey ${key} ${file.input} -in ${input}; rc=$?; rm -f ${input}; (exit "$rc")`;
}

function keyOfContent(content: string, passphrase: string | undefined): SigningKey {
  const key = openedKey(content, passphrase);
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    publicKey: publicKeyOf(readDer(der)),
    sign: async (bytes, digest) => sign(digest ?? null, bytes, key),
    checkSigning: async () => undefined,
  };
}

function openedKey(content: string, passphrase: string | undefined): KeyObject {
  if (passphrase !== undefined && !content.includes('ENCRYPTED')) throw unreadable('of the task');
  try {
    return createPrivateKey({ key: content, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    if (error instanceof Error) throw unreadable('of the task');
    throw error;
  }
}
