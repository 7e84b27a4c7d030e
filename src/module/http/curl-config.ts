import { ModuleFailure } from '../result.ts';

/** A request as curl's configuration says it: this text goes to curl's stdin, so that no secret is ever in an argument list. */
export interface HttpRequest {
  readonly url: string;
  readonly method?: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Send the password at once; else only when the server asks for it. */
  readonly basicAuth: boolean;
  readonly body?: string | undefined;
  /** A file of the target that is the body. */
  readonly bodyFile?: string | undefined;
  /** Ask only for what has changed since (seconds since the epoch): the answer may be 304. Ignored by wget. */
  readonly ifModifiedSince?: number | undefined;
  /** Seconds until an answer must begin and end. */
  readonly timeout: number;
  readonly validateCerts: boolean;
  readonly useProxy: boolean;
  readonly followRedirects: boolean;
  readonly agent: string;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly caPath?: string | undefined;
  readonly unixSocket?: string | undefined;
  /** OpenSSL's names, for TLS up to 1.2. */
  readonly ciphers?: readonly string[] | undefined;
  /** Who asks is looked up in the user's ~/.netrc where `user` says nothing. */
  readonly useNetrc?: boolean | undefined;
  /** An answer that comes packed, although nobody asked for it so, is unpacked. */
  readonly decompress?: boolean | undefined;
}

/** A request for a file, of which nothing is said but where it is. */
export function plainRequest({
  url,
  timeout,
  validateCerts,
}: Pick<HttpRequest, 'url' | 'timeout' | 'validateCerts'>): HttpRequest {
  return {
    url,
    headers: new Map(),
    basicAuth: false,
    timeout,
    validateCerts,
    useProxy: true,
    followRedirects: true,
    agent: 'ansible-httpget',
    useNetrc: true,
  };
}

/** The configuration file of curl(1) for a request. */
export function curlConfig(
  request: HttpRequest,
  extra: readonly (readonly [string, string?])[] = [],
): string {
  const options: (readonly [string, string?])[] = [
    ['silent'],
    ['show-error'],
    ['globoff'],
    ['url', request.url],
    ['user-agent', request.agent],
    ['connect-timeout', String(request.timeout)],
    ['speed-limit', '1'],
    ['speed-time', String(Math.max(1, request.timeout))],
  ];
  if (request.method === 'HEAD') options.push(['head']);
  else if (request.method !== undefined) options.push(['request', request.method]);
  for (const [name, value] of request.headers)
    options.push(['header', value === '' ? `${name};` : `${name}: ${value}`]);
  if (request.ifModifiedSince !== undefined) {
    const time = new Date(Math.floor(request.ifModifiedSince) * 1000).toUTCString();
    options.push(['header', `If-Modified-Since: ${time}`]);
  }
  if (request.user !== undefined) {
    options.push(
      ['user', `${request.user}:${request.password ?? ''}`],
      [request.basicAuth ? 'basic' : 'anyauth'],
    );
  }
  if (request.user === undefined && request.useNetrc === true) options.push(['netrc-optional']);
  if (request.ciphers !== undefined && request.ciphers.length > 0)
    options.push(['ciphers', request.ciphers.join(':')]);
  if (request.decompress === true) {
    options.push(['compressed']);
    if (![...request.headers.keys()].some((name) => name.toLowerCase() === 'accept-encoding'))
      options.push(['header', 'Accept-Encoding: identity']);
  }
  if (request.body !== undefined) options.push(['data-raw', request.body]);
  if (request.bodyFile !== undefined) options.push(['data-binary', `@${request.bodyFile}`]);
  if (!request.validateCerts) options.push(['insecure']);
  if (!request.useProxy) options.push(['noproxy', '*']);
  if (request.followRedirects) options.push(['location'], ['max-redirs', '10']);
  if (request.clientCert !== undefined) options.push(['cert', request.clientCert]);
  if (request.clientKey !== undefined) options.push(['key', request.clientKey]);
  if (request.caPath !== undefined) options.push(['cacert', request.caPath]);
  if (request.unixSocket !== undefined) options.push(['unix-socket', request.unixSocket]);
  return [...options, ...extra].map(configLine).join('');
}

function configLine([name, value]: readonly [string, string?]): string {
  if (value === undefined) return `${name}\n`;
  if (value.includes('\0')) throw new ModuleFailure(`a NUL character cannot be sent (${name})`);
  if (name === 'header' && /[\r\n]/.test(value)) throw new ModuleFailure('a header cannot hold a line end');
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\v', '\\v');
  return `${name} = "${escaped}"\n`;
}
