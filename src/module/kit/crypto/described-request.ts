import type { ResultData } from '../../result.ts';
import { type CertificationRequest, parseRequest } from './certification-request.ts';
import { DerError } from './der.ts';
import { describeExtensions, describeNameConstraints } from './described-extensions.ts';
import { orderedName } from './distinguished-name.ts';
import { fingerprints, type PublicKey, publicKeyPem } from './public-key.ts';

type Description = Readonly<Record<string, ResultData>>;

/** The request in a text; undefined for any other text. */
export function requestIn(text: string | undefined): CertificationRequest | undefined {
  try {
    return text === undefined ? undefined : parseRequest(text);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** What a request says, under the keys that Ansible has for it. Throws DerError for extensions that are none. */
export function describeRequest(request: CertificationRequest): Description {
  return {
    ...describeExtensions(request.extensions),
    ...describeNameConstraints(request.extensions),
    ...describePublicKey(request.publicKey),
    ...describeName('subject', request.subject),
    signature_valid: request.isSignatureValid,
  };
}

/** `public_key` and what belongs to it. */
export function describePublicKey(key: PublicKey): Description {
  return {
    public_key: publicKeyPem(key),
    public_key_data: key.data,
    public_key_fingerprints: fingerprints(key.der),
    public_key_type: key.type,
  };
}

/** A name as a dict, of which the last of equals counts, and in order. */
export function describeName(key: 'subject' | 'issuer', name: CertificationRequest['subject']): Description {
  const ordered = orderedName(name);
  return { [key]: Object.fromEntries(ordered), [`${key}_ordered`]: ordered };
}

/** What a diff shows of a file: nothing when there is none. Of the digests of the key only SHA-256, as Ansible. */
export function diffSide(
  text: string | undefined,
  flag: 'can_parse_csr' | 'can_parse_certificate',
  describe: () => Description | undefined,
): Description {
  if (text === undefined) return {};
  try {
    const description = describe();
    if (description === undefined) return { [flag]: false };
    return { ...withShortFingerprints(description), [flag]: true };
  } catch (error) {
    if (error instanceof DerError) return { [flag]: false };
    throw error;
  }
}

function withShortFingerprints(description: Description): Description {
  const short = Object.entries(description).map(([key, value]) => {
    const isFingerprints = key === 'public_key_fingerprints' || key === 'fingerprints';
    return [key, isFingerprints ? { sha256: (value as Description)['sha256'] } : value] as const;
  });
  return Object.fromEntries(short);
}
