import { defineModule } from '../module/define.ts';
import { describeRequest, requestIn } from '../module/kit/crypto/described-request.ts';
import { readableOrFail } from '../module/kit/crypto/readable.ts';
import { infoArguments, infoContent, infoRules } from '../module/openssl/info-source.ts';
import { ModuleFailure } from '../module/result.ts';

export default defineModule({
  name: 'openssl_csr_info',
  collection: 'community.crypto',
  formerlyBuiltin: true,
  summary: 'Tells what a request for a certificate says',
  args: infoArguments,
  ...infoRules,
  returns: {
    signature_valid: 'Whether the key in the request signed it; when not, the task fails.',
    subject: 'The subject, by the long names of its parts.',
    subject_ordered: 'The parts of the subject in their order.',
    subject_alt_name: 'The names that it is for; null for none.',
    basic_constraints: 'Whether it is an authority; null when it does not say.',
    key_usage: 'What the key is for; null when it does not say.',
    extended_key_usage: 'What it is for beyond; null when it does not say.',
    extensions_by_oid: 'Every extension with its bytes in base64.',
    name_constraints_permitted: 'The names that the authority may certify.',
    name_constraints_excluded: 'The names that the authority may not certify.',
    ocsp_must_staple: 'Whether stapling is asked for; null when it does not say.',
    subject_key_identifier: 'The identifier of the key.',
    authority_key_identifier: "The identifier of the authority's key.",
    authority_cert_issuer: "Who issued the authority's certificate.",
    authority_cert_serial_number: "The number of the authority's certificate.",
    public_key: 'The public key.',
    public_key_type: 'Its algorithm.',
    public_key_data: 'Its numbers.',
    public_key_fingerprints: 'Its digests, by their names.',
  },
  examples: `
- name: Look at the request
  community.crypto.openssl_csr_info:
    path: /etc/ssl/www.csr
  register: request
`,
  check: 'full',
  diff: false,
  async run(context, args) {
    const request = requestIn((await infoContent(context, args)).toString('latin1'));
    if (request === undefined)
      throw new ModuleFailure(`${args.path ?? 'the content'} is no request for a certificate`);
    const description = readableOrFail(() => describeRequest(request));
    if (!request.isSignatureValid)
      throw new ModuleFailure('the request is not signed by the key that it is for', description);
    return { changed: false, ...description };
  },
});
