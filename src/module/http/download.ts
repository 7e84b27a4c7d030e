import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../context.ts';
import { quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import { ModuleFailure } from '../result.ts';
import { curlConfig, type HttpRequest } from './curl-config.ts';

export interface Download {
  /** HTTP status; 0 where the protocol has none or the program does not tell. */
  readonly status: number;
  readonly seconds: number;
}

/**
 * Fetches a URL on the target itself into a file that is there already (so that its mode is ours), by curl or by
 * wget, whichever there is. Throws ModuleFailure when neither is, or when the answer is no success.
 */
export async function download(
  context: ModuleContext,
  request: HttpRequest,
  path: string,
): Promise<Download> {
  const { target, signal } = context;
  const start = performance.now();
  const config = curlConfig(request, [
    ['output', path],
    ['write-out', '%{http_code}'],
  ]);
  const script = `if command -v curl >/dev/null 2>&1; then echo curl; curl -q -K -
elif command -v wget >/dev/null 2>&1; then echo wget; exit 0
else echo none; fi`;
  const { rc, stdout, stderr } = await target.run(script, { signal, stdin: config });
  const [program = '', code = ''] = stdout.toString().split('\n');
  const elapsed = (): number => Math.round((performance.now() - start) / 1000);
  if (program === 'none')
    throw new ModuleFailure('the target has neither curl nor wget to fetch a URL with', { url: request.url });
  if (program === 'wget') {
    const failure = await downloadByWget(context, request, path);
    if (failure === undefined) return { status: 200, seconds: elapsed() };
    const data = { url: request.url, dest: path, status_code: wgetStatus(failure), elapsed: elapsed() };
    throw new ModuleFailure(`cannot fetch ${request.url}: ${failure}`, data);
  }
  if (cannotDecompress(rc, request)) return download(context, { ...request, decompress: false }, path);
  const status = Number(code) || 0;
  const facts = { url: request.url, dest: path, status_code: status, elapsed: elapsed() };
  if (rc !== 0)
    throw new ModuleFailure(`cannot fetch ${request.url}: ${stderr.toString().trim()}`, {
      ...facts,
      status_code: -1,
    });
  if (status >= 300 && !(status === 304 && request.ifModifiedSince !== undefined))
    throw new ModuleFailure(`cannot fetch ${request.url}: the server answered ${status}`, facts);
  return { status, seconds: elapsed() };
}

/** curl refuses options that it was built without before it sends anything. */
function cannotDecompress(rc: number, { decompress }: HttpRequest): boolean {
  return rc === 2 && decompress === true;
}

/** The HTTP status in what GNU's or BusyBox's wget says of a failure; -1 when no server answered. */
function wgetStatus(failure: string): number {
  return Number(/(?:HTTP\/[\d.]+|ERROR) (\d{3})\b/.exec(failure)?.[1] ?? -1);
}

/**
 * Gives what wget says of a failure. It reads what must not be seen from a file of ours; BusyBox's has no such thing,
 * so it gets no such request.
 */
async function downloadByWget(
  { target, signal }: ModuleContext,
  request: HttpRequest,
  path: string,
): Promise<string | undefined> {
  const lines = [...request.headers].map(([name, value]) => `header = ${name}: ${value}`);
  if (request.user !== undefined)
    lines.push(`user = ${request.user}`, `password = ${request.password ?? ''}`);
  if (lines.some((line) => /[\r\n]/.test(line))) throw new ModuleFailure('a header cannot hold a line end');
  const isPlain = lines.length === 0;
  const rcFile = isPlain ? undefined : await target.upload(Buffer.from(`${lines.join('\n')}\n`));
  if (request.ciphers !== undefined && request.ciphers.length > 0)
    throw new ModuleFailure('ciphers need curl on the target', { url: request.url });
  const flags = [
    request.method === 'HEAD' ? '--spider' : '',
    request.validateCerts ? '' : '--no-check-certificate',
    request.useProxy ? '' : '--no-proxy',
    request.basicAuth && request.user !== undefined ? '--auth-no-challenge' : '',
  ].filter((flag) => flag !== '');
  // BusyBox 1.35 crashes on -T; its own time limit stands.
  const script = `rc_file=${rcFile === undefined ? '' : quotePath(rcFile)}
gnu= netrc=
wget --version 2>/dev/null | grep -q GNU && gnu=-nv
[ -z "$gnu" ] || netrc=${request.useNetrc === true ? '' : '--no-netrc'}
if [ -n "$rc_file" ] && [ -z "$gnu" ]; then
  echo 'headers and passwords need curl or GNU wget on the target' >&2
  rm -f "$rc_file"
  exit 99
fi
[ -z "$rc_file" ] || export WGETRC="$rc_file"
wget \${gnu:--q} \${gnu:+-T ${request.timeout}} -U ${quote(request.agent)} $netrc ${flags.join(' ')} -O ${quotePath(path)} -- ${quote(request.url)}
rc=$?
[ -z "$rc_file" ] || rm -f "$rc_file"
exit "$rc"`;
  const { rc, stderr } = await target.run(script, { signal });
  return rc === 0 ? undefined : stderr.toString().trim() || `wget ended with ${rc}`;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  /** Where the answer came from in the end. */
  readonly url: string;
  readonly redirected: boolean;
  readonly seconds: number;
  /** Why there is no answer; undefined when there is one. */
  readonly error: string | undefined;
}

/** Sends a request from the target by curl and reads the whole answer. Throws ModuleFailure when there is no curl. */
export async function exchange(context: ModuleContext, request: HttpRequest): Promise<HttpAnswer> {
  const start = performance.now();
  const marker = randomBytes(12).toString('hex');
  const config = curlConfig(request, [
    ['include'],
    ['write-out', `\n${marker} %{http_code} %{size_header} %{url_effective}`],
  ]);
  const { rc, stdout, stderr } = await context.target.run(
    'command -v curl >/dev/null 2>&1 || { echo "no curl" >&2; exit 127; }\ncurl -q -K -',
    { signal: context.signal, stdin: config },
  );
  if (rc === 127)
    throw new ModuleFailure('the target has no curl to send a request with', { url: request.url });
  if (cannotDecompress(rc, request)) return exchange(context, { ...request, decompress: false });
  const seconds = Math.round((performance.now() - start) / 1000);
  const end = stdout.lastIndexOf(`\n${marker} `);
  const [code = '', headerSize = '', ...url] = stdout
    .subarray(Math.max(end, 0) + marker.length + 2)
    .toString()
    .split(' ');
  const size = Number(headerSize) || 0;
  const isAnswered = end >= 0 && rc === 0 && Number(code) > 0;
  const { headers, cookies } = parseHeaders(stdout.subarray(0, size).toString('latin1'));
  return {
    status: isAnswered ? Number(code) : -1,
    headers,
    cookies,
    body: isAnswered ? stdout.subarray(size, end) : Buffer.alloc(0),
    url: isAnswered ? url.join(' ') : request.url,
    redirected: isAnswered && isElsewhere(request.url, url.join(' ')),
    seconds,
    error: isAnswered ? undefined : stderr.toString().trim(),
  };
}

/** curl counts a second request that only brings the password as a redirect: the places are compared instead. */
function isElsewhere(asked: string, answered: string): boolean {
  if (!URL.canParse(asked) || !URL.canParse(answered)) return asked !== answered;
  return new URL(asked).href !== new URL(answered).href;
}

/** The headers of the last answer (redirects and `100 Continue` come before it), by lower-case name. */
function parseHeaders(text: string): Pick<HttpAnswer, 'headers' | 'cookies'> {
  const blocks = text.split(/\r?\n\r?\n/).filter((block) => block.startsWith('HTTP/'));
  const headers = new Map<string, string>();
  const cookies: string[] = [];
  for (const line of (blocks.at(-1) ?? '').split(/\r?\n/).slice(1)) {
    const at = line.indexOf(':');
    if (at < 1) continue;
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    if (name === 'set-cookie') cookies.push(value);
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return { headers, cookies };
}
