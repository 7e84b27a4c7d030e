import type { ArgumentDeclaration, ArgumentSpec, ArgumentsOf } from '../argument-spec.ts';
import { fileArguments } from '../kit/file-module.ts';
import { subjectKeyPolicies } from './issue.ts';
import { signingKeyArguments } from './signing-key-arguments.ts';

const time = 'From now (+52w, +1d12h) or as 20300101000000Z, in UTC.';

function refused<const T extends ArgumentDeclaration['type']>(type: T, provider: 'acme' | 'entrust') {
  const unsupported = refusedProviders[provider];
  return { type, description: `Of the provider ${provider}. Not supported.`, unsupported } as const;
}

/** Why providers are not carried out. */
export const refusedProviders = {
  acme: 'it needs acme-tiny, a Python program, on the target: run an ACME client with the command module',
  entrust: 'it needs an account with a vendor, which nothing here can be tried against',
} as const;

/** The arguments of x509_certificate. */
export const certificateArguments = {
  path: { type: 'path', required: true, description: 'The file of the certificate.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether the certificate is there.',
  },
  provider: {
    type: 'str',
    choices: ['acme', 'entrust', 'ownca', 'selfsigned'],
    description: 'Who signs: selfsigned, the key itself; ownca, an authority whose key is at hand.',
  },
  force: { type: 'bool', default: false, description: 'Make the certificate anew in any case.' },
  csr_path: { type: 'path', description: 'The request on the target.' },
  csr_content: { type: 'str', description: 'The request itself.' },
  ...signingKeyArguments,
  ignore_timestamps: {
    type: 'bool',
    default: true,
    description: 'A certificate for other times is as good.',
  },
  selfsigned_version: { type: 'int', default: 3, description: 'There is 3 alone.' },
  selfsigned_digest: {
    type: 'str',
    default: 'sha256',
    description: 'The digest that is signed. It is not compared.',
  },
  selfsigned_not_before: {
    type: 'str',
    default: '+0s',
    aliases: ['selfsigned_notBefore'],
    description: `From when it is valid. ${time}`,
  },
  selfsigned_not_after: {
    type: 'str',
    default: '+3650d',
    aliases: ['selfsigned_notAfter'],
    description: `Until when it is valid. ${time}`,
  },
  selfsigned_create_subject_key_identifier: {
    type: 'str',
    choices: subjectKeyPolicies,
    default: 'create_if_not_provided',
    description: 'Whether the identifier of the key is made out of the key.',
  },
  ownca_path: { type: 'path', description: "The authority's certificate on the target." },
  ownca_content: { type: 'str', description: "The authority's certificate itself." },
  ownca_privatekey_path: {
    type: 'path',
    description: "The authority's private key on the target, which signs there.",
  },
  ownca_privatekey_content: {
    type: 'str',
    noLog: true,
    description:
      "The authority's private key itself. It signs on the controller and is not sent to the target.",
  },
  ownca_privatekey_passphrase: {
    type: 'str',
    noLog: true,
    description: "What the authority's private key is encrypted with.",
  },
  ownca_version: { type: 'int', default: 3, description: 'There is 3 alone.' },
  ownca_digest: {
    type: 'str',
    default: 'sha256',
    description: 'The digest that is signed. It is not compared.',
  },
  ownca_not_before: { type: 'str', default: '+0s', description: `From when it is valid. ${time}` },
  ownca_not_after: { type: 'str', default: '+3650d', description: `Until when it is valid. ${time}` },
  ownca_create_subject_key_identifier: {
    type: 'str',
    choices: subjectKeyPolicies,
    default: 'create_if_not_provided',
    description: 'Whether the identifier of the key is made out of the key.',
  },
  ownca_create_authority_key_identifier: {
    type: 'bool',
    default: true,
    description: "Name the authority's key, whatever the request says of it.",
  },
  select_crypto_backend: {
    type: 'str',
    choices: ['auto', 'cryptography'],
    default: 'auto',
    description: 'Without effect: tsplay writes the certificate, and the key signs it.',
  },
  return_content: { type: 'bool', default: false, description: 'Return the certificate itself.' },
  backup: { type: 'bool', default: false, description: 'Keep the old certificate beside the new one.' },
  acme_accountkey_path: refused('path', 'acme'),
  acme_challenge_path: refused('path', 'acme'),
  acme_chain: refused('bool', 'acme'),
  acme_directory: refused('str', 'acme'),
  entrust_cert_type: refused('str', 'entrust'),
  entrust_requester_email: refused('str', 'entrust'),
  entrust_requester_name: refused('str', 'entrust'),
  entrust_requester_phone: refused('str', 'entrust'),
  entrust_api_user: refused('str', 'entrust'),
  entrust_api_key: refused('str', 'entrust'),
  entrust_api_client_cert_path: refused('path', 'entrust'),
  entrust_api_client_cert_key_path: refused('path', 'entrust'),
  entrust_api_specification_path: refused('path', 'entrust'),
  entrust_not_after: refused('str', 'entrust'),
  ...fileArguments,
} as const satisfies ArgumentSpec;

export type CertificateArguments = ArgumentsOf<typeof certificateArguments>;
