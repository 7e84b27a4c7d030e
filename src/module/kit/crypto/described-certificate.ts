import type { ResultData } from '../../result.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { DerError, readDer, sequenceOf } from './der.ts';
import { objectIdentifierText } from './der-write.ts';
import { describeExtensions } from './described-extensions.ts';
import { describeName, describePublicKey } from './described-request.ts';
import { type Extension, extensionIds, extensionNamed } from './extensions.ts';
import { generalNameText } from './general-name.ts';
import { fingerprints } from './public-key.ts';
import { signatureAlgorithmName } from './signature-algorithm.ts';
import { momentText } from './validity.ts';

/** The certificate in a text; undefined for any other text. */
export function certificateIn(text: string | undefined): Certificate | undefined {
  try {
    return text === undefined ? undefined : parseCertificate(text);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** What a certificate says, under the keys that Ansible has for it. Throws DerError for extensions that are none. */
export function describeCertificate(
  certificate: Certificate,
  now: Date,
): Readonly<Record<string, ResultData>> {
  return {
    ...describeExtensions(certificate.extensions),
    ...describePublicKey(certificate.publicKey),
    ...describeName('subject', certificate.subject),
    ...describeName('issuer', certificate.issuer),
    ...accessUris(extensionNamed(certificate.extensions, extensionIds.authorityInfoAccess)),
    expired: certificate.notAfter < now,
    fingerprints: fingerprints(certificate.der),
    not_after: momentText(certificate.notAfter),
    not_before: momentText(certificate.notBefore),
    serial_number: certificate.serialNumber,
    signature_algorithm: signatureAlgorithmName(certificate.signed.algorithm),
    version: certificate.version,
  };
}

const accessMethods = { issuer_uri: '1.3.6.1.5.5.7.48.2', ocsp_uri: '1.3.6.1.5.5.7.48.1' } as const;

/** Where the issuer's certificate and its answers on revocation are to be had: the first address of each kind. */
function accessUris(extension: Extension | undefined): Readonly<Record<string, string | null>> {
  const descriptions = extension === undefined ? [] : sequenceOf(readDer(extension.value)).map(sequenceOf);
  const find = (method: string): string | null => {
    for (const [oid, location] of descriptions) {
      if (oid === undefined || location === undefined || objectIdentifierText(oid.content) !== method)
        continue;
      const text = generalNameText(location);
      if (text.startsWith('URI:')) return text.slice(4);
    }
    return null;
  };
  return { issuer_uri: find(accessMethods.issuer_uri), ocsp_uri: find(accessMethods.ocsp_uri) };
}
