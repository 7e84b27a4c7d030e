import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import { ConnectionLost, type SshParameters } from '../types.ts';

/** A private key that may be offered. */
export interface Identity {
  readonly file: string;
  readonly key: ParsedKey;
}

export interface Identities {
  readonly usable: readonly Identity[];
  /** Default keys that are there but cannot be used, and why: said when authentication fails. */
  readonly passedOver: readonly string[];
}

const DEFAULT_FILES = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * The private keys to offer: the one that was named, or those of ~/.ssh.
 *
 * Errors: ConnectionLost `key-unreadable` when the named one cannot be used.
 */
export async function readIdentities(params: SshParameters): Promise<Identities> {
  const { privateKeyFile } = params;
  if (privateKeyFile !== undefined) {
    return {
      usable: [{ file: privateKeyFile, key: await readIdentity(privateKeyFile, params) }],
      passedOver: [],
    };
  }
  const folder = join(homedir(), '.ssh');
  const found = await Promise.all(
    DEFAULT_FILES.map((name) => readDefaultIdentity(join(folder, name), params)),
  );
  return {
    usable: found.filter((item) => item !== undefined && typeof item !== 'string'),
    passedOver: found.filter((item) => typeof item === 'string'),
  };
}

async function readDefaultIdentity(
  file: string,
  params: SshParameters,
): Promise<Identity | string | undefined> {
  try {
    return { file, key: await readIdentity(file, params) };
  } catch (error) {
    if (!(error instanceof ConnectionLost)) {
      throw error;
    }
    return error.cause === 'ENOENT' ? undefined : error.message;
  }
}

async function readIdentity(file: string, { passphrase }: SshParameters): Promise<ParsedKey> {
  const text = await readKeyFile(file);
  const parsed = parseOnce(text, passphrase?.reveal());
  if (parsed instanceof Error) {
    throw unusableKey({ file, text, hasPassphrase: passphrase !== undefined, problem: parsed.message });
  }
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key.isPrivateKey()) {
    throw new ConnectionLost(
      'key-unreadable',
      `${file} is a public key; a private key is needed`,
      file.endsWith('.pub')
        ? `name ${file.slice(0, -'.pub'.length)} instead`
        : 'name the file beside it, without .pub',
    );
  }
  return key;
}

type ParseResult = ParsedKey | Error | readonly ParsedKey[];

/**
 * Decrypting a key takes half a second of computing on purpose: two hundred hosts must not each do it anew. Only what
 * the same bytes and passphrase gave before is found here, under their digest.
 */
const parseResults = new Map<string, ParseResult>();

function parseOnce(text: Buffer, passphrase: string | undefined): ParseResult {
  const digest = createHash('sha256')
    .update(text)
    .update(JSON.stringify([passphrase ?? null]))
    .digest('base64');
  const known = parseResults.get(digest);
  if (known !== undefined) {
    return known;
  }
  const result: ParseResult = ssh2.utils.parseKey(text, passphrase);
  parseResults.set(digest, result);
  return result;
}

async function readKeyFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const problem =
      { ENOENT: 'there is no such file', EACCES: 'permission denied', EISDIR: 'it is a folder' }[code] ??
      (error instanceof Error ? error.message : String(error));
    throw keyFailure(
      `cannot read the private key ${file}: ${problem}`,
      code === 'ENOENT' ? 'check ansible_ssh_private_key_file, --private-key or private_key_file' : undefined,
      code,
    );
  }
}

function keyFailure(message: string, hint: string | undefined, cause?: string): ConnectionLost {
  const failure = new ConnectionLost('key-unreadable', message, hint);
  failure.cause = cause;
  return failure;
}

interface UnusableKey {
  readonly file: string;
  readonly text: Buffer;
  readonly hasPassphrase: boolean;
  readonly problem: string;
}

function unusableKey({ file, text, hasPassphrase, problem }: UnusableKey): ConnectionLost {
  if (/^PuTTY-User-Key-File/.test(text.toString('latin1', 0, 64)) && !/passphrase/i.test(problem)) {
    return keyFailure(
      `cannot use the private key ${file}: this kind of PuTTY key is not supported`,
      `convert it: puttygen ${file} -O private-openssh -o NEW_FILE`,
    );
  }
  if (/passphrase|integrity|decrypt/i.test(problem)) {
    return hasPassphrase
      ? keyFailure(`the passphrase of the private key ${file} is wrong`, undefined)
      : keyFailure(
          `the private key ${file} is encrypted and no passphrase was given`,
          'load it into an agent (ssh-add), or set ansible_ssh_private_key_passphrase',
        );
  }
  return keyFailure(
    `${file} is not a private key in a format that is understood (${problem})`,
    'OpenSSH and PEM keys of the types ed25519, ecdsa and rsa are; hardware (sk) keys work through an agent only',
  );
}
