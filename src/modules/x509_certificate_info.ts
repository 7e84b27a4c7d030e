import { defineModule } from '../module/define.ts';
import { type Certificate, readCertificate } from '../module/kit/crypto/certificate.ts';
import { DerError } from '../module/kit/crypto/der.ts';
import { certificateIn, describeCertificate } from '../module/kit/crypto/described-certificate.ts';
import { readableOrFail } from '../module/kit/crypto/readable.ts';
import { momentOf } from '../module/kit/crypto/validity.ts';
import { infoArguments, infoContent, infoRules } from '../module/openssl/info-source.ts';
import { ModuleFailure, type ResultData } from '../module/result.ts';
import { str } from '../values/printing.ts';
import type { ReadonlyDict } from '../values/types.ts';

export default defineModule({
  name: 'x509_certificate_info',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  aliases: ['openssl_certificate_info'],
  summary: 'Tells what a certificate says',
  args: {
    ...infoArguments,
    valid_at: {
      type: 'dict',
      description: 'Points in time by names of your own, from now (+1w) or as 20300101000000Z.',
    },
  },
  ...infoRules,
  returns: {
    expired: 'Whether its time is over.',
    valid_at: 'Whether it is valid at each of the points in time.',
    not_before: 'From when it is valid.',
    not_after: 'Until when it is valid.',
    subject: 'The subject, by the long names of its parts.',
    subject_ordered: 'The parts of the subject in their order.',
    issuer: 'The issuer, by the long names of its parts.',
    issuer_ordered: 'The parts of the issuer in their order.',
    serial_number: 'Its number.',
    version: 'Its version.',
    signature_algorithm: 'How it is signed.',
    fingerprints: 'Digests of the certificate, by their names.',
    subject_alt_name: 'The names that it is for; null for none.',
    basic_constraints: 'Whether it is an authority; null when it does not say.',
    key_usage: 'What the key is for; null when it does not say.',
    extended_key_usage: 'What it is for beyond; null when it does not say.',
    extensions_by_oid: 'Every extension with its bytes in base64.',
    ocsp_must_staple: 'Whether stapling is asked for; null when it does not say.',
    ocsp_uri: 'Where it is told whether it was revoked.',
    issuer_uri: "Where the issuer's certificate is to be had.",
    subject_key_identifier: 'The identifier of the key.',
    authority_key_identifier: "The identifier of the issuer's key.",
    authority_cert_issuer: "Who issued the issuer's certificate.",
    authority_cert_serial_number: "The number of the issuer's certificate.",
    public_key: 'The public key.',
    public_key_type: 'Its algorithm.',
    public_key_data: 'Its numbers.',
    public_key_fingerprints: 'Its digests, by their names.',
  },
  examples: `
- name: Look at the certificate
  community.crypto.x509_certificate_info:
    path: /etc/ssl/www.pem
    valid_at:
      soon: +2w
  register: certificate
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const now = new Date();
    const certificate = certificateOf(await infoContent(context, args));
    if (certificate === undefined) throw new ModuleFailure(`${args.path ?? 'the content'} is no certificate`);
    return {
      changed: false,
      ...readableOrFail(() => describeCertificate(certificate, now)),
      valid_at: validAt(certificate, args.valid_at ?? new Map(), now),
    };
  },
});

/** PEM or DER. */
function certificateOf(content: Buffer): Certificate | undefined {
  const text = content.toString('latin1');
  if (text.includes('-----BEGIN ')) return certificateIn(text);
  try {
    return readCertificate(content);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function validAt(
  { notBefore, notAfter }: Certificate,
  moments: ReadonlyDict,
  now: Date,
): Readonly<Record<string, ResultData>> {
  return Object.fromEntries(
    [...moments].map(([name, time]) => {
      const moment = momentOf(str(time), `valid_at.${str(name)}`, now);
      return [str(name), notBefore <= moment && moment <= notAfter];
    }),
  );
}
