import { ModuleFailure } from '../../result.ts';

/** A request to the engine's API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the version: `/volumes/data`. Encoded. */
  readonly path: string;
  readonly body?: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Requests as HTTP/1.1 one behind the other; the last one closes the connection. */
export function requestText(requests: readonly ApiRequest[], prefix: string): string {
  return requests
    .map(({ method, path, body }, index) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const lines = [
        `${method} ${prefix}${path} HTTP/1.1`,
        'Host: docker',
        'User-Agent: tsplay',
        ...(body === undefined ? [] : ['Content-Type: application/json']),
        ...(method === 'POST' ? [`Content-Length: ${Buffer.byteLength(text)}`] : []),
        ...(index === requests.length - 1 ? ['Connection: close'] : []),
      ];
      return `${lines.join('\r\n')}\r\n\r\n${text}`;
    })
    .join('');
}

/**
 * The answers in what came back over one connection. A body ends by its length, its last chunk, or with the
 * connection. Throws ModuleFailure for what is not HTTP or ends in the middle.
 */
export function parseAnswers(stream: Buffer): readonly HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  let at = 0;
  while (at < stream.length) {
    const end = stream.indexOf('\r\n\r\n', at);
    const head = end < 0 ? '' : stream.toString('latin1', at, end);
    const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1];
    if (status === undefined) throw broken();
    const { body, next } = bodyAt(stream, { at: end + 4, head, status: Number(status) });
    // Interim answers (100 Continue) are none.
    if (!status.startsWith('1')) answers.push({ status: Number(status), body });
    at = next;
  }
  return answers;
}

interface Head {
  readonly at: number;
  readonly head: string;
  readonly status: number;
}

interface Body {
  readonly body: Buffer;
  readonly next: number;
}

function bodyAt(stream: Buffer, { at, head, status }: Head): Body {
  if (status < 200 || status === 204 || status === 304) return { body: Buffer.alloc(0), next: at };
  if (/^transfer-encoding:.*\bchunked\b/im.test(head)) return chunkedBody(stream, at);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const next = length === undefined ? stream.length : at + Number(length);
  if (next > stream.length) throw broken();
  return { body: stream.subarray(at, next), next };
}

function chunkedBody(stream: Buffer, start: number): Body {
  const chunks: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = stream.indexOf('\r\n', at);
    const size = /^([0-9a-f]+)/i.exec(lineEnd < 0 ? '' : stream.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) throw broken();
    const from = lineEnd + 2;
    const to = from + Number.parseInt(size, 16);
    if (to + 2 > stream.length) throw broken();
    if (to === from) return { body: Buffer.concat(chunks), next: afterTrailers(stream, from) };
    chunks.push(stream.subarray(from, to));
    at = to + 2;
  }
}

/** Behind the last chunk stand lines of trailers, mostly none, and an empty line. */
function afterTrailers(stream: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const end = stream.indexOf('\r\n', at);
    if (end < 0) throw broken();
    if (end === at) return end + 2;
    at = end + 2;
  }
}

function broken(): ModuleFailure {
  return new ModuleFailure("what the engine's API answers is no whole HTTP");
}
