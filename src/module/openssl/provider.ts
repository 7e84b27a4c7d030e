import type { Certificate } from '../kit/crypto/certificate.ts';
import type { CertificationRequest } from '../kit/crypto/certification-request.ts';
import { readDer } from '../kit/crypto/der.ts';
import { encodeName } from '../kit/crypto/distinguished-name.ts';
import { extensionIds, extensionNamed } from '../kit/crypto/extensions.ts';
import { keyIdentifier } from '../kit/crypto/public-key.ts';
import { readableOrFail } from '../kit/crypto/readable.ts';
import { signatureAlgorithm } from '../kit/crypto/signature-algorithm.ts';
import type { SigningKey } from '../kit/crypto/signing-key.ts';
import { momentOf } from '../kit/crypto/validity.ts';
import { ModuleFailure } from '../result.ts';
import type { CertificateArguments } from './certificate-arguments.ts';
import type { WantedCertificate } from './issue.ts';

/** What a certificate is made from, as far as it is there. */
export interface Ingredients {
  readonly request: CertificationRequest | undefined;
  readonly privateKey: SigningKey | undefined;
  readonly authority: { readonly certificate: Certificate; readonly key: SigningKey } | undefined;
}

type Times = Pick<WantedCertificate, 'notBefore' | 'notAfter'>;

/** The times that the task asks for. Throws ModuleFailure for what is no time, or ends before it begins. */
export function wantedTimes(args: CertificateArguments, now: Date): Times {
  const provider = args.provider === 'ownca' ? 'ownca' : 'selfsigned';
  const notBefore = momentOf(args[`${provider}_not_before`], `${provider}_not_before`, now);
  const notAfter = momentOf(args[`${provider}_not_after`], `${provider}_not_after`, now);
  if (notAfter <= notBefore)
    throw new ModuleFailure(`${provider}_not_after must be later than ${provider}_not_before`);
  return { notBefore, notAfter };
}

/** The certificate that the task asks for. Throws ModuleFailure for keys, digests and requests that do not fit. */
export function wantedCertificate(
  args: CertificateArguments,
  { request, privateKey, authority }: Ingredients,
  times: Times,
): WantedCertificate {
  if (args.provider === 'ownca') return ownAuthority(args, { request, authority, times });
  if (privateKey === undefined)
    throw new ModuleFailure('selfsigned needs privatekey_path or privatekey_content');
  const nothing = { subject: [], subjectDer: encodeName([]), extensions: [] };
  const subject = { ...(request ?? nothing), publicKey: privateKey.publicKey };
  return {
    ...times,
    subject,
    issuer: { key: privateKey, nameDer: subject.subjectDer, keyIdentifier: undefined },
    subjectKeyPolicy: args.selfsigned_create_subject_key_identifier,
    algorithm: signatureAlgorithm(privateKey.publicKey.type, args.selfsigned_digest),
  };
}

function ownAuthority(
  args: CertificateArguments,
  { request, authority, times }: Pick<Ingredients, 'request' | 'authority'> & { readonly times: Times },
): WantedCertificate {
  if (request === undefined || authority === undefined)
    throw new ModuleFailure('ownca needs a request, the certificate of the authority and its private key');
  const { certificate, key } = authority;
  if (!certificate.publicKey.der.equals(key.publicKey.der))
    throw new ModuleFailure("the authority's private key is not that of its certificate");
  if (!request.isSignatureValid)
    throw new ModuleFailure('the request is not signed by the key that it asks a certificate for');
  return {
    ...times,
    subject: request,
    issuer: {
      key,
      nameDer: certificate.subjectDer,
      keyIdentifier: args.ownca_create_authority_key_identifier ? authorityKey(certificate) : undefined,
    },
    subjectKeyPolicy: args.ownca_create_subject_key_identifier,
    algorithm: signatureAlgorithm(key.publicKey.type, args.ownca_digest),
  };
}

/** The identifier that the authority's certificate has for its key, or the usual one. */
function authorityKey({ extensions, publicKey }: Certificate): Buffer {
  const own = extensionNamed(extensions, extensionIds.subjectKeyIdentifier);
  return own === undefined ? keyIdentifier(publicKey) : readableOrFail(() => readDer(own.value).content);
}
