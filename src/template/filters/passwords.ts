import { randomBytes } from 'node:crypto';
import bcrypt from 'bcryptjs';
import type { Filter } from '../../jinja/plugins.ts';
import { isSaltText, saltFrom } from '../../util/crypt/base64.ts';
import { md5Crypt } from '../../util/crypt/md5-crypt.ts';
import { shaCrypt } from '../../util/crypt/sha-crypt.ts';
import { bindArguments } from '../../values/arguments.ts';
import { valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { optionalInteger, optionalText, requireText } from './arguments.ts';

type HashType = 'md5' | 'blowfish' | 'sha256' | 'sha512';

/** Rounds beyond these would hold the controller for minutes. */
const MOST_ROUNDS = 1_000_000;
const HIGHEST_COST = 16;

/** `password_hash`, as crypt(3) hashes: without `rounds`, SHA-crypt does its 5000 and does not name them. */
export const passwordFilters: Readonly<Record<string, Filter>> = {
  password_hash: (value, args) => {
    const names = ['hashtype', 'salt', 'salt_size', 'rounds', 'ident'] as const;
    const defaults = { hashtype: 'sha512', salt: null, salt_size: null, rounds: null, ident: null };
    const bound = bindArguments('password_hash', args, names, defaults);
    return hashPassword({
      password: requireText(value, 'the secret of password_hash'),
      hashType: str(bound.hashtype),
      salt: optionalText(bound.salt),
      saltSize: optionalInteger(bound.salt_size, 'salt_size'),
      rounds: optionalInteger(bound.rounds, 'rounds'),
      ident: optionalText(bound.ident),
    });
  },
};

export interface PasswordHashOptions {
  readonly password: string;
  /** md5, blowfish, sha256, sha512; also passlib's names of them. */
  readonly hashType: string;
  /** Random without one. */
  readonly salt?: string | undefined;
  readonly saltSize?: number | undefined;
  readonly rounds?: number | undefined;
  /** bcrypt's variant: 2, 2a, 2b (the default), 2y. */
  readonly ident?: string | undefined;
}

/** The hash of a password in crypt's notation. @throws ValueError for a hash type or salt that does not fit. */
export function hashPassword(options: PasswordHashOptions): string {
  const type = HASH_TYPES[options.hashType];
  if (type === undefined) {
    throw valueError(
      `password_hash has no algorithm '${options.hashType}'; it has md5, blowfish, sha256 and sha512`,
    );
  }
  const salt = saltOf(type, options);
  const password = Buffer.from(options.password, 'utf8');
  switch (type) {
    case 'md5':
      return md5Crypt(password, salt);
    case 'sha256':
    case 'sha512':
      return shaCrypt({ algorithm: type, password, salt, rounds: boundedRounds(options.rounds) });
    case 'blowfish':
      return blowfish(options, salt);
  }
}

const HASH_TYPES: Readonly<Record<string, HashType>> = Object.assign(Object.create(null), {
  md5: 'md5',
  md5_crypt: 'md5',
  blowfish: 'blowfish',
  bcrypt: 'blowfish',
  sha256: 'sha256',
  sha256_crypt: 'sha256',
  sha512: 'sha512',
  sha512_crypt: 'sha512',
});

const SALT_SIZES: Readonly<Record<HashType, number>> = { md5: 8, blowfish: 22, sha256: 16, sha512: 16 };

function saltOf(type: HashType, { salt, saltSize }: PasswordHashOptions): string {
  const limit = SALT_SIZES[type];
  if (saltSize !== undefined && (saltSize < 1 || saltSize > limit)) {
    throw valueError(`a salt for ${type} has 1 to ${limit} characters, not ${saltSize}`);
  }
  if (salt === undefined || salt === '') {
    return saltFrom(randomBytes(saltSize ?? limit));
  }
  if (!isSaltText(salt)) {
    throw valueError(`a salt consists of letters, digits, '.' and '/'`);
  }
  if (salt.length > limit || (type === 'blowfish' && salt.length !== limit)) {
    throw valueError(
      `a salt for ${type} has ${type === 'blowfish' ? '' : 'at most '}${limit} characters, not ${salt.length}`,
    );
  }
  return salt;
}

function boundedRounds(rounds: number | undefined): number | undefined {
  if (rounds !== undefined && rounds > MOST_ROUNDS) {
    throw valueError(`the rounds of a hash are at most ${MOST_ROUNDS} here, not ${rounds}`);
  }
  return rounds === undefined ? undefined : Math.max(rounds, 1000);
}

function blowfish({ password, rounds = 12, ident = '2b' }: PasswordHashOptions, salt: string): string {
  if (!/^2[aby]?$/.test(ident)) {
    throw valueError(`blowfish has no variant '${ident}'; it has 2, 2a, 2b and 2y`);
  }
  if (rounds < 4 || rounds > HIGHEST_COST) {
    throw valueError(`the rounds of blowfish are an exponent from 4 to ${HIGHEST_COST} here, not ${rounds}`);
  }
  const cost = String(rounds).padStart(2, '0');
  const hashed = bcrypt.hashSync(password, `$2b$${cost}$${salt}`);
  return `$${ident}${hashed.slice(3)}`;
}
