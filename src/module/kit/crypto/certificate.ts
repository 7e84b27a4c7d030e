import {
  type DerValue,
  expectUniversal,
  isContext,
  isUniversal,
  membersOf,
  readDer,
  sequenceOf,
  tags,
} from './der.ts';
import { bitString, integer, integerOf, sequence, tagged } from './der-write.ts';
import { type NameAttribute, nameOf } from './distinguished-name.ts';
import { type Extension, encodeExtensions, extensionsOf } from './extensions.ts';
import { bytesOfPem, pemOf } from './pem.ts';
import { type PublicKey, publicKeyOf } from './public-key.ts';
import type { SignatureAlgorithm, Signed } from './signature-algorithm.ts';
import { decodeMoment, encodeMoment } from './validity.ts';

/** What an issuer says in a certificate (RFC 5280). Names are as they are encoded. */
export interface CertificateContent {
  readonly serialNumber: bigint;
  readonly issuerDer: Buffer;
  readonly subjectDer: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  readonly extensions: readonly Extension[];
}

export interface Certificate extends CertificateContent {
  readonly version: number;
  readonly issuer: readonly NameAttribute[];
  readonly subject: readonly NameAttribute[];
  readonly signed: Signed;
  /** The whole of it. */
  readonly der: Buffer;
}

/** What the issuer's private key has to sign: a certificate of version 3. */
export function certificateBody(content: CertificateContent, algorithm: SignatureAlgorithm): Buffer {
  const { serialNumber, issuerDer, subjectDer, notBefore, notAfter, publicKey, extensions } = content;
  return sequence(
    tagged(0, integer(2n)),
    integer(serialNumber),
    algorithm.encoded,
    issuerDer,
    sequence(encodeMoment(notBefore), encodeMoment(notAfter)),
    subjectDer,
    publicKey.der,
    ...(extensions.length === 0 ? [] : [tagged(3, encodeExtensions(extensions))]),
  );
}

export function signedCertificate(body: Buffer, algorithm: SignatureAlgorithm, signature: Buffer): string {
  return pemOf('CERTIFICATE', sequence(body, algorithm.encoded, bitString(signature)));
}

/** Reads the first certificate in PEM. Throws DerError for what is none; undefined when there is no PEM of one. */
export function parseCertificate(text: string): Certificate | undefined {
  const der = bytesOfPem(text, ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
  return der === undefined ? undefined : readCertificate(der);
}

/** Reads a certificate in DER. Throws DerError for what is none. */
export function readCertificate(der: Buffer): Certificate {
  const [body, algorithm, signature] = sequenceOf(readDer(der));
  const members = sequenceOf(body);
  const version = isContext(members[0], 0) ? Number(integerOf(memberOf(members[0]))) + 1 : 1;
  const [serial, , issuer, validity, subject, key, ...rest] = isContext(members[0], 0)
    ? members.slice(1)
    : members;
  const [notBefore, notAfter] = sequenceOf(validity);
  const issuerName = expectUniversal(issuer, tags.sequence);
  const subjectName = expectUniversal(subject, tags.sequence);
  const extensions = rest.find((member) => isContext(member, 3));
  return {
    version,
    der,
    serialNumber: integerOf(expectUniversal(serial, tags.integer)),
    issuer: nameOf(issuerName),
    subject: nameOf(subjectName),
    issuerDer: issuerName.whole,
    subjectDer: subjectName.whole,
    notBefore: decodeMoment(notBefore),
    notAfter: decodeMoment(notAfter),
    publicKey: publicKeyOf(expectUniversal(key, tags.sequence)),
    extensions: extensions === undefined ? [] : extensionsOf(memberOf(extensions)),
    signed: {
      content: expectUniversal(body, tags.sequence).whole,
      algorithm: expectUniversal(algorithm, tags.sequence),
      signature: expectUniversal(signature, tags.bitString).content.subarray(1),
    },
  };
}

/** The one value within a tag. */
function memberOf(value: DerValue | undefined): DerValue {
  const [member] = value === undefined ? [] : membersOf(value);
  return isUniversal(member, tags.sequence) ? member : expectUniversal(member, tags.integer);
}
