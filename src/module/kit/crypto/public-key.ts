import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { ResultData } from '../../result.ts';
import { curves } from './curves.ts';
import { DerError, type DerValue, expectUniversal, readDer, sequenceOf, tags } from './der.ts';
import { integerOf, objectIdentifierText } from './der-write.ts';
import { colons } from './general-name.ts';
import { pemOf } from './pem.ts';

export type KeyType = 'RSA' | 'DSA' | 'ECC' | 'Ed25519' | 'Ed448' | 'X25519' | 'X448';

/** A public key (SubjectPublicKeyInfo) with what can be told of it. */
export interface PublicKey {
  readonly type: KeyType;
  /** Bits of the modulus (RSA) or of the prime (DSA). */
  readonly size: number | undefined;
  /** ECC: its name; the number of one that is not in `curves`. */
  readonly curve: string | undefined;
  /** Ansible's `public_data`. */
  readonly data: Readonly<Record<string, ResultData>>;
  /** The whole of it. */
  readonly der: Buffer;
  /** The bits of the key alone: what key identifiers are made from (RFC 5280, 4.2.1.2). */
  readonly bits: Buffer;
}

const types: Readonly<Record<string, KeyType>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10045.2.1': 'ECC',
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

/** Reads a SubjectPublicKeyInfo. Throws DerError for what is none, or of a kind that is not known. */
export function publicKeyOf(value: DerValue): PublicKey {
  const [algorithm, key] = sequenceOf(value);
  const [oid, parameters] = sequenceOf(algorithm);
  const name = objectIdentifierText(expectUniversal(oid, tags.objectIdentifier).content);
  const type = types[name];
  if (type === undefined) throw new DerError(`keys of the kind ${name} are not known`);
  const bits = expectUniversal(key, tags.bitString).content.subarray(1);
  return { type, der: value.whole, bits, ...details({ type, bits, parameters }) };
}

interface Parts {
  readonly type: KeyType;
  readonly bits: Buffer;
  readonly parameters: DerValue | undefined;
}

function details({ type, bits, parameters }: Parts): Pick<PublicKey, 'size' | 'curve' | 'data'> {
  switch (type) {
    case 'RSA': {
      const [modulus = 0n, exponent = 0n] = sequenceOf(readDer(bits)).map(integerOf);
      const size = bitLength(modulus);
      return { size, curve: undefined, data: { exponent, modulus, size } };
    }
    case 'DSA': {
      const [p = 0n, q = 0n, g = 0n] = sequenceOf(parameters).map(integerOf);
      const size = bitLength(p);
      return { size, curve: undefined, data: { g, p, q, size, y: integerOf(readDer(bits)) } };
    }
    case 'ECC':
      return pointDetails(bits, parameters);
    case 'Ed25519':
    case 'Ed448':
    case 'X25519':
    case 'X448':
      return { size: undefined, curve: undefined, data: {} };
  }
}

function pointDetails(
  bits: Buffer,
  parameters: DerValue | undefined,
): Pick<PublicKey, 'size' | 'curve' | 'data'> {
  const oid = objectIdentifierText(expectUniversal(parameters, tags.objectIdentifier).content);
  const known = curves.find((curve) => curve.oid === oid);
  const name = known?.name ?? oid;
  const half = (bits.length - 1) / 2;
  const isPlain = bits[0] === 4 && Number.isInteger(half) && half > 0;
  const number = (from: number): bigint => BigInt(`0x${bits.toString('hex', from, from + half)}`);
  return {
    size: undefined,
    curve: name,
    data: {
      curve: name,
      ...(known === undefined ? {} : { exponent_size: known.size }),
      ...(isPlain ? { x: number(1), y: number(1 + half) } : {}),
    },
  };
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

export function publicKeyPem({ der }: Pick<PublicKey, 'der'>): string {
  return pemOf('PUBLIC KEY', der);
}

/** For node's own cryptography. Throws when OpenSSL does not know such keys. */
export function keyObject({ der }: Pick<PublicKey, 'der'>): KeyObject {
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** SHA-1 of the key's bits: the usual key identifier. */
export function keyIdentifier({ bits }: Pick<PublicKey, 'bits'>): Buffer {
  return createHash('sha1').update(bits).digest();
}

const digests = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  sha512: 'sha512',
  shake_128: 'shake128',
  shake_256: 'shake256',
} as const;

/** The digests of the key's bytes by the names that Ansible has for them, as `aa:bb:...`. */
export function fingerprints(der: Buffer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(digests).map(([name, algorithm]) => {
      const options = name.startsWith('shake') ? { outputLength: 32 } : {};
      return [name, colons(createHash(algorithm, options).update(der).digest('hex'))];
    }),
  );
}
