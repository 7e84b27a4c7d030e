import { expectUniversal, isContext, isUniversal, membersOf, readDer, sequenceOf, tags } from './der.ts';
import {
  bitString,
  integer,
  objectIdentifier,
  objectIdentifierText,
  sequence,
  setOf,
  tagged,
} from './der-write.ts';
import { encodeName, type NameAttribute, nameOf } from './distinguished-name.ts';
import { type Extension, encodeExtensions, extensionsOf } from './extensions.ts';
import { bytesOfPem, pemOf } from './pem.ts';
import { type PublicKey, publicKeyOf } from './public-key.ts';
import { isSignedBy, type SignatureAlgorithm } from './signature-algorithm.ts';

/** A request for a certificate (PKCS #10, RFC 2986). */
export interface CertificationRequest {
  readonly subject: readonly NameAttribute[];
  /** The subject as it is encoded. */
  readonly subjectDer: Buffer;
  readonly publicKey: PublicKey;
  readonly extensions: readonly Extension[];
  /** The key in it made its signature. */
  readonly isSignatureValid: boolean;
}

const extensionRequest = '1.2.840.113549.1.9.14';
const labels = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];

/** What the private key has to sign. */
export function requestInfo({
  subject,
  publicKey,
  extensions,
}: Pick<CertificationRequest, 'subject' | 'publicKey' | 'extensions'>): Buffer {
  const attributes =
    extensions.length === 0
      ? []
      : [sequence(objectIdentifier(extensionRequest), setOf(encodeExtensions(extensions)))];
  return sequence(integer(0n), encodeName(subject), publicKey.der, tagged(0, ...attributes));
}

export function signedRequest(info: Buffer, algorithm: SignatureAlgorithm, signature: Buffer): string {
  return pemOf('CERTIFICATE REQUEST', sequence(info, algorithm.encoded, bitString(signature)));
}

/** Reads a request in PEM. Throws DerError for what is none; undefined when there is no PEM of one. */
export function parseRequest(text: string): CertificationRequest | undefined {
  const bytes = bytesOfPem(text, labels);
  if (bytes === undefined) return undefined;
  const [info, algorithm, signature] = sequenceOf(readDer(bytes));
  const [, subject, key, attributes] = sequenceOf(info);
  const publicKey = publicKeyOf(expectUniversal(key, tags.sequence));
  const name = expectUniversal(subject, tags.sequence);
  return {
    subject: nameOf(name),
    subjectDer: name.whole,
    publicKey,
    extensions: isContext(attributes, 0) ? membersOf(attributes).flatMap(requestedExtensions) : [],
    isSignatureValid: isSignedBy(publicKey, {
      content: expectUniversal(info, tags.sequence).whole,
      algorithm: expectUniversal(algorithm, tags.sequence),
      signature: expectUniversal(signature, tags.bitString).content.subarray(1),
    }),
  };
}

function requestedExtensions(attribute: ReturnType<typeof readDer>): readonly Extension[] {
  const [oid, values] = sequenceOf(attribute);
  const name = objectIdentifierText(expectUniversal(oid, tags.objectIdentifier).content);
  if (name !== extensionRequest || !isUniversal(values, tags.set)) return [];
  return membersOf(values).flatMap(extensionsOf);
}
