import type { RequestOptions } from 'node:https';

/** What one lookup asks for. Plain data: it goes to the thread that asks. */
export interface UrlRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers (in lower case) that a redirect does not take along. */
  readonly unredirectedHeaders: readonly string[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Gives user and password before it is asked for them. */
  readonly forceBasicAuth: boolean;
  readonly followsRedirects: boolean;
  readonly validatesCertificates: boolean;
  readonly certificateAuthorities: string | undefined;
  readonly ciphers: string | undefined;
  readonly socketPath: string | undefined;
  readonly timeoutMs: number;
  readonly largestBody: number;
}

export interface UrlResponse {
  readonly status: number;
  readonly reason: string;
  readonly body: Uint8Array;
  readonly charset: string | undefined;
}

/**
 * Asks for a URL and reads the answer, through redirects. Runs in a thread from its own text: it uses nothing from
 * outside of itself.
 */
export async function exchange(request: UrlRequest): Promise<UrlResponse> {
  const mostRedirects = 10;
  const http = process.getBuiltinModule('node:http');
  const https = process.getBuiltinModule('node:https');
  type Answer = UrlResponse & { readonly location: string | undefined; readonly challenge: string };

  const ask = (url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new Error(`'${url.protocol}' is not http: or https:`);
      }
      const options: RequestOptions = {
        headers,
        timeout: request.timeoutMs,
        rejectUnauthorized: request.validatesCertificates,
        ...(request.certificateAuthorities === undefined ? {} : { ca: request.certificateAuthorities }),
        ...(request.ciphers === undefined ? {} : { ciphers: request.ciphers }),
        ...(request.socketPath === undefined ? {} : { socketPath: request.socketPath }),
      };
      const sent = (url.protocol === 'https:' ? https : http).get(url, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > request.largestBody)
            sent.destroy(new Error(`more than ${request.largestBody} bytes came`));
          chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            body: Buffer.concat(chunks),
            charset: /charset="?([\w-]+)/i.exec(response.headers['content-type'] ?? '')?.[1],
            location: response.headers.location,
            challenge: response.headers['www-authenticate'] ?? '',
          }),
        );
      });
      sent.on('timeout', () => sent.destroy(new Error(`nothing came for ${request.timeoutMs / 1000} s`)));
      sent.on('error', reject);
    });

  let url = new URL(request.url);
  const origin = url.origin;
  const inUrl = url.username !== '';
  const user = inUrl ? decodeURIComponent(url.username) : request.user;
  const password = (inUrl ? decodeURIComponent(url.password) : request.password) ?? '';
  const basic =
    user === undefined ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  url.username = '';
  url.password = '';
  let headers = { ...request.headers };
  if (basic !== undefined && (request.forceBasicAuth || inUrl)) headers['authorization'] = basic;
  for (let redirects = 0; ; ) {
    const answer = await ask(url, headers);
    const isChallenged = answer.status === 401 && /^basic\b/i.test(answer.challenge);
    if (
      isChallenged &&
      basic !== undefined &&
      url.origin === origin &&
      headers['authorization'] === undefined
    ) {
      headers = { ...headers, authorization: basic };
      continue;
    }
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && answer.location !== undefined;
    if (!isRedirect || !request.followsRedirects) return answer;
    redirects += 1;
    if (redirects > mostRedirects) throw new Error(`more than ${mostRedirects} redirects`);
    url = new URL(answer.location ?? '', url);
    const dropped = [
      ...request.unredirectedHeaders,
      ...(url.origin === origin ? [] : ['authorization', 'cookie']),
    ];
    headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.includes(name)));
  }
}
