import { str } from '../../values/printing.ts';
import type { Dict } from '../../values/types.ts';
import type { ArgumentSpec, ArgumentsOf } from '../argument-spec.ts';

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
    description: "TLS ciphers to offer, by OpenSSL's names (up to TLS 1.2; by curl alone).",
  },
  use_gssapi: {
    type: 'bool',
    description: 'Kerberos. Not supported.',
    unsupported: 'requests are made without Kerberos',
  },
  use_netrc: {
    type: 'bool',
    default: true,
    description: 'Take name and password from ~/.netrc of the target when url_username is not given.',
  },
  unredirected_headers: {
    type: 'list',
    elements: 'str',
    description: 'Headers that redirects do not get. Not supported.',
    unsupported: 'no header is kept from redirects to the same host',
  },
  decompress: {
    type: 'bool',
    default: true,
    description: 'Unpack an answer that comes packed (by curl alone).',
  },
} as const satisfies ArgumentSpec;

/** What the shared arguments say of a request. */
export function commonRequest(args: ArgumentsOf<typeof httpArguments>) {
  return {
    headers: headerTexts(args.headers),
    user: args.url_username,
    password: args.url_password,
    basicAuth: args.force_basic_auth,
    validateCerts: args.validate_certs,
    useProxy: args.use_proxy,
    clientCert: args.client_cert,
    clientKey: args.client_key,
    ciphers: args.ciphers,
    useNetrc: args.use_netrc,
    decompress: args.decompress,
  };
}

/** Headers as text by name. */
function headerTexts(headers: Dict | undefined): Map<string, string> {
  return new Map([...(headers ?? [])].map(([name, value]) => [str(name), str(value)]));
}
