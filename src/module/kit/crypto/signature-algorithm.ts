import { verify } from 'node:crypto';
import { ModuleFailure } from '../../result.ts';
import { type DerValue, expectUniversal, sequenceOf, tags } from './der.ts';
import { derNull, objectIdentifier, objectIdentifierText, sequence } from './der-write.ts';
import { type KeyType, keyObject, type PublicKey } from './public-key.ts';

interface Algorithm {
  readonly oid: string;
  readonly name: string;
  readonly type: KeyType;
  /** As openssl and node call it; undefined where the algorithm brings its own. */
  readonly digest: string | undefined;
}

const rsa = '1.2.840.113549.1.1';
const ecdsa = '1.2.840.10045.4';
const nist = '2.16.840.1.101.3.4.3';

const algorithms: readonly Algorithm[] = [
  { oid: `${rsa}.4`, name: 'md5WithRSAEncryption', type: 'RSA', digest: 'md5' },
  { oid: `${rsa}.5`, name: 'sha1WithRSAEncryption', type: 'RSA', digest: 'sha1' },
  { oid: `${rsa}.14`, name: 'sha224WithRSAEncryption', type: 'RSA', digest: 'sha224' },
  { oid: `${rsa}.11`, name: 'sha256WithRSAEncryption', type: 'RSA', digest: 'sha256' },
  { oid: `${rsa}.12`, name: 'sha384WithRSAEncryption', type: 'RSA', digest: 'sha384' },
  { oid: `${rsa}.13`, name: 'sha512WithRSAEncryption', type: 'RSA', digest: 'sha512' },
  { oid: `${ecdsa}.1`, name: 'ecdsa-with-SHA1', type: 'ECC', digest: 'sha1' },
  { oid: `${ecdsa}.3.1`, name: 'ecdsa-with-SHA224', type: 'ECC', digest: 'sha224' },
  { oid: `${ecdsa}.3.2`, name: 'ecdsa-with-SHA256', type: 'ECC', digest: 'sha256' },
  { oid: `${ecdsa}.3.3`, name: 'ecdsa-with-SHA384', type: 'ECC', digest: 'sha384' },
  { oid: `${ecdsa}.3.4`, name: 'ecdsa-with-SHA512', type: 'ECC', digest: 'sha512' },
  { oid: '1.2.840.10040.4.3', name: 'dsaWithSHA1', type: 'DSA', digest: 'sha1' },
  { oid: `${nist}.1`, name: 'dsa_with_SHA224', type: 'DSA', digest: 'sha224' },
  { oid: `${nist}.2`, name: 'dsa_with_SHA256', type: 'DSA', digest: 'sha256' },
  { oid: '1.3.101.112', name: 'ED25519', type: 'Ed25519', digest: undefined },
  { oid: '1.3.101.113', name: 'ED448', type: 'Ed448', digest: undefined },
];

/** How something is signed. */
export interface SignatureAlgorithm {
  /** The AlgorithmIdentifier. */
  readonly encoded: Buffer;
  readonly digest: string | undefined;
}

/**
 * How a key signs with a digest. Throws ModuleFailure for a digest that there is not, and for keys that cannot sign.
 */
export function signatureAlgorithm(type: KeyType, digest: string): SignatureAlgorithm {
  const own = algorithms.filter((one) => one.type === type);
  if (own.length === 0) throw new ModuleFailure(`a key of the type ${type} cannot sign`);
  const found = own.find((one) => one.digest === undefined || one.digest === digest.toLowerCase());
  if (found === undefined) {
    const known = own.map((one) => one.digest).join(', ');
    throw new ModuleFailure(
      `a key of the type ${type} does not sign with the digest '${digest}'; there are ${known}`,
    );
  }
  const parameters = type === 'RSA' ? [derNull] : [];
  return { encoded: sequence(objectIdentifier(found.oid), ...parameters), digest: found.digest };
}

/** The name of an AlgorithmIdentifier; its number when it has none here. Throws DerError. */
export function signatureAlgorithmName(value: DerValue): string {
  const oid = identifierOf(value);
  return algorithms.find((one) => one.oid === oid)?.name ?? oid;
}

export interface Signed {
  readonly content: Buffer;
  readonly algorithm: DerValue;
  readonly signature: Buffer;
}

/** Whether the key made the signature. False also for algorithms that are not known here. */
export function isSignedBy(key: PublicKey, { content, algorithm, signature }: Signed): boolean {
  const oid = identifierOf(algorithm);
  const found = algorithms.find((one) => one.oid === oid);
  if (found?.type !== key.type) return false;
  try {
    return verify(found.digest ?? null, content, keyObject(key), signature);
  } catch (error) {
    // OpenSSL refuses keys that make no sense and digests that its policy forbids: nothing that counts as signed.
    if (error instanceof Error) return false;
    throw error;
  }
}

function identifierOf(value: DerValue): string {
  return objectIdentifierText(expectUniversal(sequenceOf(value)[0], tags.objectIdentifier).content);
}
