import { str } from '../../values/printing.ts';
import type { Dict } from '../../values/types.ts';
import type { ArgumentSpec } from '../argument-spec.ts';

/** What all modules that speak HTTP share. */
export const httpArguments = {
  headers: { type: 'dict', description: 'Headers of the request.' },
  url_username: { type: 'str', aliases: ['user', 'username'], description: 'Who asks.' },
  url_password: {
    type: 'str',
    aliases: ['password'],
    noLog: true,
    description: 'The password of url_username.',
  },
  force_basic_auth: {
    type: 'bool',
    default: false,
    description: 'Send the password before the server asks for it.',
  },
  validate_certs: { type: 'bool', default: true, description: "Check the server's certificate." },
  use_proxy: {
    type: 'bool',
    default: true,
    description: 'Go through the proxy that the environment of the target names.',
  },
  client_cert: { type: 'path', description: 'A certificate (PEM, on the target) to show.' },
  client_key: { type: 'path', description: 'The key of client_cert.' },
  ciphers: {
    type: 'list',
    elements: 'str',
    description: 'TLS ciphers. Not supported.',
    unsupported: 'curl of the target chooses',
  },
  use_gssapi: {
    type: 'bool',
    description: 'Kerberos. Not supported.',
    unsupported: 'requests are made without Kerberos',
  },
  use_netrc: {
    type: 'bool',
    description: 'Credentials of ~/.netrc. Not supported.',
    unsupported: 'give url_username and url_password',
  },
  unredirected_headers: {
    type: 'list',
    elements: 'str',
    description: 'Headers that redirects do not get. Not supported.',
    unsupported: 'no header is kept from redirects to the same host',
  },
  decompress: {
    type: 'bool',
    description: 'Unpack gzip. Not supported.',
    unsupported: 'compressed answers are not asked for',
  },
} as const satisfies ArgumentSpec;

/** Headers as text by name. */
export function headerTexts(headers: Dict | undefined): Map<string, string> {
  return new Map([...(headers ?? [])].map(([name, value]) => [str(name), str(value)]));
}
