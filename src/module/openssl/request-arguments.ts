import type { ArgumentSpec, ArgumentsOf } from '../argument-spec.ts';
import { revocationReasons } from '../kit/crypto/crl-distribution-points.ts';
import { fileArguments } from '../kit/file-module.ts';
import { signingKeyArguments } from './signing-key-arguments.ts';

const kinds = 'each with its kind before it: DNS:, IP:, email:, URI:, RID:, dirName:, otherName:';
const critical = 'Whether who does not understand it has to refuse the certificate.';

/** The arguments of openssl_csr. */
export const requestArguments = {
  path: { type: 'path', required: true, description: 'The file of the request.' },
  state: {
    type: 'str',
    choices: ['absent', 'present'],
    default: 'present',
    description: 'Whether the request is there.',
  },
  ...signingKeyArguments,
  digest: { type: 'str', default: 'sha256', description: 'The digest that is signed. It is not compared.' },
  version: { type: 'int', choices: [1], default: 1, description: 'There is one alone.' },
  force: { type: 'bool', default: false, description: 'Make the request anew in any case.' },
  subject: { type: 'dict', description: 'Parts of the subject; a list is the same part many times.' },
  subject_ordered: {
    type: 'list',
    elements: 'dict',
    description: 'Parts of the subject whose order counts, one in each dict.',
  },
  country_name: { type: 'str', aliases: ['C', 'countryName'], description: 'The country, in two letters.' },
  state_or_province_name: {
    type: 'str',
    aliases: ['ST', 'stateOrProvinceName'],
    description: 'The state or province.',
  },
  locality_name: { type: 'str', aliases: ['L', 'localityName'], description: 'The place.' },
  organization_name: { type: 'str', aliases: ['O', 'organizationName'], description: 'The organization.' },
  organizational_unit_name: {
    type: 'str',
    aliases: ['OU', 'organizationalUnitName'],
    description: 'The part of the organization.',
  },
  common_name: { type: 'str', aliases: ['CN', 'commonName'], description: 'The name.' },
  email_address: { type: 'str', aliases: ['E', 'emailAddress'], description: 'The mail address.' },
  subject_alt_name: {
    type: 'list',
    elements: 'str',
    aliases: ['subjectAltName'],
    description: `The names that it is for, ${kinds}.`,
  },
  subject_alt_name_critical: {
    type: 'bool',
    default: false,
    aliases: ['subjectAltName_critical'],
    description: critical,
  },
  use_common_name_for_san: {
    type: 'bool',
    default: true,
    aliases: ['useCommonNameForSAN'],
    description: 'Without other names, take the common name as a DNS name.',
  },
  key_usage: {
    type: 'list',
    elements: 'str',
    aliases: ['keyUsage'],
    description: 'What the key is for: digitalSignature, keyEncipherment, keyCertSign...',
  },
  key_usage_critical: { type: 'bool', default: false, aliases: ['keyUsage_critical'], description: critical },
  extended_key_usage: {
    type: 'list',
    elements: 'str',
    aliases: ['extKeyUsage', 'extendedKeyUsage'],
    description: 'What it is for beyond: serverAuth, clientAuth..., or object identifiers.',
  },
  extended_key_usage_critical: {
    type: 'bool',
    default: false,
    aliases: ['extKeyUsage_critical', 'extendedKeyUsage_critical'],
    description: critical,
  },
  basic_constraints: {
    type: 'list',
    elements: 'str',
    aliases: ['basicConstraints'],
    description: 'Whether it is an authority: CA:TRUE, and how many may follow below it: pathlen:0.',
  },
  basic_constraints_critical: {
    type: 'bool',
    default: false,
    aliases: ['basicConstraints_critical'],
    description: critical,
  },
  ocsp_must_staple: {
    type: 'bool',
    default: false,
    aliases: ['ocspMustStaple'],
    description: 'The server has to bring the proof that the certificate was not revoked.',
  },
  ocsp_must_staple_critical: {
    type: 'bool',
    default: false,
    aliases: ['ocspMustStaple_critical'],
    description: critical,
  },
  name_constraints_permitted: {
    type: 'list',
    elements: 'str',
    description: `The names that the authority may certify, ${kinds}; addresses are networks.`,
  },
  name_constraints_excluded: {
    type: 'list',
    elements: 'str',
    description: `The names that the authority may not certify, ${kinds}; addresses are networks.`,
  },
  name_constraints_critical: { type: 'bool', default: false, description: critical },
  create_subject_key_identifier: {
    type: 'bool',
    default: false,
    description: 'Make the identifier of the key out of the key.',
  },
  subject_key_identifier: { type: 'str', description: 'The identifier of the key: 00:11:22...' },
  authority_key_identifier: {
    type: 'str',
    description: "The identifier of the authority's key: 00:11:22...",
  },
  authority_cert_issuer: {
    type: 'list',
    elements: 'str',
    description: `Who issued the authority's certificate, ${kinds}.`,
  },
  authority_cert_serial_number: {
    type: 'raw',
    description: "The number of the authority's certificate, a whole number of any size.",
  },
  crl_distribution_points: {
    type: 'list',
    elements: 'dict',
    description: 'Where it is told what was revoked.',
    options: {
      full_name: { type: 'list', elements: 'str', description: 'The addresses: URI:http://...' },
      relative_name: { type: 'list', elements: 'str', description: "A name relative to the issuer's: CN=x." },
      crl_issuer: { type: 'list', elements: 'str', description: 'Who issues the list.' },
      reasons: {
        type: 'list',
        elements: 'str',
        choices: revocationReasons,
        description: 'For which reasons of a revocation.',
      },
    },
    rules: {
      mutuallyExclusive: [['full_name', 'relative_name']],
      requiredOneOf: [['full_name', 'relative_name', 'crl_issuer']],
    },
  },
  select_crypto_backend: {
    type: 'str',
    choices: ['auto', 'cryptography'],
    default: 'auto',
    description: 'Without effect: tsplay writes the request, and the key signs it.',
  },
  return_content: { type: 'bool', default: false, description: 'Return the request itself.' },
  backup: { type: 'bool', default: false, description: 'Keep the old request beside the new one.' },
  ...fileArguments,
} as const satisfies ArgumentSpec;

export type RequestArguments = ArgumentsOf<typeof requestArguments>;
