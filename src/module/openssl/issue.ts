import { randomBytes } from 'node:crypto';
import { type Certificate, certificateBody, signedCertificate } from '../kit/crypto/certificate.ts';
import type { CertificationRequest } from '../kit/crypto/certification-request.ts';
import { implicit, octetString, sequence } from '../kit/crypto/der-write.ts';
import { isSameName } from '../kit/crypto/distinguished-name.ts';
import { type Extension, extensionIds, extensionNamed, sameExtensions } from '../kit/crypto/extensions.ts';
import { keyIdentifier, type PublicKey } from '../kit/crypto/public-key.ts';
import { isSignedBy, type SignatureAlgorithm } from '../kit/crypto/signature-algorithm.ts';
import type { SigningKey } from '../kit/crypto/signing-key.ts';

export const subjectKeyPolicies = ['create_if_not_provided', 'always_create', 'never_create'] as const;

/** What the certificate is for: of a request, or nothing in particular. */
export type CertificateSubject = Pick<
  CertificationRequest,
  'subject' | 'subjectDer' | 'extensions' | 'publicKey'
>;

/** Who signs the certificate. */
export interface Issuer {
  readonly key: SigningKey;
  readonly nameDer: Buffer;
  /** The identifier of its key that the certificate shall hold; undefined to leave to the request. */
  readonly keyIdentifier: Buffer | undefined;
}

/** A certificate that shall be there. */
export interface WantedCertificate {
  readonly subject: CertificateSubject;
  readonly issuer: Issuer;
  readonly subjectKeyPolicy: (typeof subjectKeyPolicies)[number];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly algorithm: SignatureAlgorithm;
}

/** Signs the certificate; PEM. */
export async function issue(wanted: WantedCertificate): Promise<string> {
  const { subject, issuer, algorithm, notBefore, notAfter } = wanted;
  const body = certificateBody(
    {
      serialNumber: newSerialNumber(),
      issuerDer: issuer.nameDer,
      subjectDer: subject.subjectDer,
      notBefore,
      notAfter,
      publicKey: subject.publicKey,
      extensions: issuedExtensions(wanted),
    },
    algorithm,
  );
  return signedCertificate(body, algorithm, await issuer.key.sign(body, algorithm.digest));
}

export interface Comparison {
  readonly ignoreTimestamps: boolean;
  /** The key that the certificate must be for, whatever the request says. */
  readonly publicKey: PublicKey | undefined;
}

/** Whether a certificate is as wanted. Its number and the digest of its signature do not count. */
export function isIssued(
  certificate: Certificate,
  wanted: WantedCertificate,
  { ignoreTimestamps, publicKey }: Comparison,
): boolean {
  const { subject, issuer } = wanted;
  const isInTime =
    certificate.notBefore.getTime() === wanted.notBefore.getTime() &&
    certificate.notAfter.getTime() === wanted.notAfter.getTime();
  return (
    (publicKey === undefined || certificate.publicKey.der.equals(publicKey.der)) &&
    certificate.publicKey.der.equals(subject.publicKey.der) &&
    isSameName(certificate.subject, subject.subject) &&
    certificate.issuerDer.equals(issuer.nameDer) &&
    (ignoreTimestamps || isInTime) &&
    sameExtensions(certificate.extensions, issuedExtensions(wanted)) &&
    isSignedBy(issuer.key.publicKey, certificate.signed)
  );
}

/** The extensions of the request, and behind them those that the issuer makes. */
function issuedExtensions({ subject, issuer, subjectKeyPolicy }: WantedCertificate): readonly Extension[] {
  const { extensions, publicKey } = subject;
  const own: Extension[] = [];
  const makesSubjectKey =
    subjectKeyPolicy === 'always_create' ||
    (subjectKeyPolicy === 'create_if_not_provided' &&
      extensionNamed(extensions, extensionIds.subjectKeyIdentifier) === undefined);
  if (makesSubjectKey) own.push(extension('subjectKeyIdentifier', octetString(keyIdentifier(publicKey))));
  if (issuer.keyIdentifier !== undefined)
    own.push(extension('authorityKeyIdentifier', sequence(implicit(0, issuer.keyIdentifier))));
  return [...extensions.filter(({ oid }) => !own.some((one) => one.oid === oid)), ...own];
}

function extension(name: keyof typeof extensionIds, value: Buffer): Extension {
  return { oid: extensionIds[name], critical: false, value };
}

/** Positive, of at most 20 bytes, and not to be guessed (RFC 5280, 4.1.2.2). */
function newSerialNumber(): bigint {
  return (BigInt(`0x${randomBytes(20).toString('hex')}`) >> 1n) | 1n;
}
