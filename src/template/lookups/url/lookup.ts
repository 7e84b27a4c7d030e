import { runBlocking } from '../../../util/blocking.ts';
import { decodeText } from '../../../values/charsets.ts';
import { splitLines } from '../../../values/methods/string-split.ts';
import { lookupError, requireTerm } from '../options.ts';
import type { Lookup } from '../types.ts';
import { exchange, type UrlRequest, type UrlResponse } from './exchange.ts';
import { readUrlOptions } from './request.ts';

/** Redirects and challenges each may take the time that the first answer may take. */
const MOST_EXCHANGES = 12;

/** The lines of what URLs give, or the whole text. It is data, whatever it holds. */
export const url: Lookup = (terms, options, context) => {
  const { request, splitsLines, usesProxy } = readUrlOptions(options, context);
  return terms.flatMap((term) => {
    const address = requireTerm(term, 'url');
    if (usesProxy) refuseProxy(address);
    const text = textOf(fetchNow({ ...request, url: address }), address);
    return splitsLines ? splitLines(text, false) : [text];
  });
};

function fetchNow(request: UrlRequest): UrlResponse {
  const shown = withoutCredentials(request.url);
  if (!URL.canParse(request.url)) throw lookupError(`the lookup 'url': '${shown}' is no URL`);
  const deadlineMs = request.timeoutMs * MOST_EXCHANGES;
  const result = runBlocking({ program: exchange, input: request, deadlineMs });
  if (!result.ok) throw lookupError(`the lookup 'url' could not get '${shown}': ${result.reason}`);
  const response = result.value as UrlResponse;
  if (response.status < 200 || response.status > 299) {
    const status = `${response.status} ${response.reason}`.trim();
    throw lookupError(`the lookup 'url' could not get '${shown}': the server answered ${status}`);
  }
  return response;
}

function textOf({ body, charset }: UrlResponse, address: string): string {
  try {
    return decodeText(body, charset ?? 'utf-8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw lookupError(`the lookup 'url' got no text from '${withoutCredentials(address)}': ${reason}`);
  }
}

/** For messages, which must not show a password. */
function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

/** A proxy of the environment is not passed over in silence. */
function refuseProxy(address: string): void {
  const protocol = URL.canParse(address) ? new URL(address).protocol.slice(0, -1) : '';
  const name = `${protocol}_proxy`;
  const proxy = process.env[name] ?? process.env[name.toUpperCase()];
  if (proxy === undefined || proxy === '' || isExempt(new URL(address).hostname)) return;
  throw lookupError(
    `the lookup 'url' cannot use the proxy that ${name} names`,
    'set use_proxy=false, or name the host in no_proxy',
  );
}

function isExempt(host: string): boolean {
  const listed = (process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '').split(',');
  return listed
    .map((each) => each.trim().replace(/^\./, ''))
    .some((each) => each === '*' || (each !== '' && (host === each || host.endsWith(`.${each}`))));
}
