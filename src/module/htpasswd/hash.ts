import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { saltFrom } from '../../util/crypt/base64.ts';
import { md5Crypt } from '../../util/crypt/md5-crypt.ts';
import { shaCrypt } from '../../util/crypt/sha-crypt.ts';

/** How a password is kept in a file of Apache's htpasswd. */
export type HashScheme = 'apr1' | 'md5' | 'sha256' | 'sha512' | 'bcrypt' | 'sha1' | 'plaintext';

/** passlib's names of what can be hashed, also those that leave the choice to it. */
const schemes: ReadonlyMap<string, HashScheme> = new Map([
  ['apr_md5_crypt', 'apr1'],
  ['md5_crypt', 'md5'],
  ['sha256_crypt', 'sha256'],
  ['sha512_crypt', 'sha512'],
  ['bcrypt', 'bcrypt'],
  ['ldap_sha1', 'sha1'],
  ['plaintext', 'plaintext'],
  ['portable', 'bcrypt'],
  ['portable_apache_22', 'apr1'],
  ['portable_apache22', 'apr1'],
  ['portable_apache_24', 'bcrypt'],
  ['portable_apache24', 'bcrypt'],
  ['host_apache_22', 'apr1'],
  ['host_apache22', 'apr1'],
  ['host_apache_24', 'bcrypt'],
  ['host_apache24', 'bcrypt'],
]);

export const schemeNames: readonly string[] = [...schemes.keys()];

/** The scheme of one of passlib's names; undefined for those that are not offered. */
export function schemeOf(name: string): HashScheme | undefined {
  return schemes.get(name);
}

const bcryptCost = 12;

/** A password hashed with a salt of its own, as a line of the file holds it. */
export async function hashPassword(scheme: HashScheme, password: string): Promise<string> {
  const bytes = Buffer.from(password);
  switch (scheme) {
    case 'apr1':
      return md5Crypt(bytes, saltFrom(randomBytes(8)), '$apr1$');
    case 'md5':
      return md5Crypt(bytes, saltFrom(randomBytes(8)));
    case 'sha256':
    case 'sha512':
      return shaCrypt({ algorithm: scheme, password: bytes, salt: saltFrom(randomBytes(16)) });
    case 'bcrypt':
      // Apache and nginx know this variant by the name 2y.
      return `$2y$${(await bcrypt.hash(password, bcryptCost)).slice(4)}`;
    case 'sha1':
      return sha1Of(bytes);
    case 'plaintext':
      return password;
  }
}

function sha1Of(password: Uint8Array): string {
  return `{SHA}${createHash('sha1').update(password).digest('base64')}`;
}

/** Rounds beyond these would hold the controller for minutes: what a target's file asks for is not simply done. */
const mostRounds = 1_000_000;
const highestCost = 16;

/**
 * Whether a hash is that of a password. Undefined when that cannot be told: the hash is of a kind that is not known
 * here (crypt(3)'s old DES among them), or would cost too much. `schemes` says which kinds count at all, since any text
 * may be a password in plain.
 */
export async function isHashOf(
  hash: string,
  password: string,
  accepted: (scheme: HashScheme) => boolean,
): Promise<boolean | undefined> {
  const scheme = schemeOfHash(hash);
  if (!accepted(scheme)) return undefined;
  const bytes = Buffer.from(password);
  switch (scheme) {
    case 'apr1':
    case 'md5': {
      const mark = scheme === 'apr1' ? '$apr1$' : '$1$';
      const [salt = ''] = hash.slice(mark.length).split('$', 1);
      return isSame(md5Crypt(bytes, salt, mark), hash);
    }
    case 'sha256':
    case 'sha512': {
      const [, rounds, salt = ''] = /^\$[56]\$(?:rounds=(\d+)\$)?([^$]*)\$/.exec(hash) ?? [];
      const times = rounds === undefined ? undefined : Number(rounds);
      if (times !== undefined && (times < 1000 || times > mostRounds)) return undefined;
      return isSame(shaCrypt({ algorithm: scheme, password: bytes, salt, rounds: times }), hash);
    }
    case 'bcrypt': {
      const [, cost = '', rest = ''] = /^\$2[aby]\$(\d\d)\$([./0-9A-Za-z]{53})$/.exec(hash) ?? [];
      if (rest === '' || Number(cost) > highestCost) return undefined;
      return bcrypt.compare(password, `$2b$${cost}$${rest}`);
    }
    case 'sha1':
      return isSame(sha1Of(bytes), hash);
    case 'plaintext':
      return isSame(password, hash);
  }
}

function schemeOfHash(hash: string): HashScheme {
  if (hash.startsWith('$apr1$')) return 'apr1';
  if (hash.startsWith('$1$')) return 'md5';
  if (hash.startsWith('$5$')) return 'sha256';
  if (hash.startsWith('$6$')) return 'sha512';
  if (/^\$2[aby]\$/.test(hash)) return 'bcrypt';
  return hash.startsWith('{SHA}') ? 'sha1' : 'plaintext';
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
