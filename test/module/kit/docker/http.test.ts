import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnswers, requestText } from '../../../../src/module/kit/docker/http.ts';

const head = (status: string, ...lines: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n');

function chunked(pieces: readonly Buffer[]): Buffer {
  const chunks = pieces
    .filter((piece) => piece.length > 0)
    .flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}

describe('requests', () => {
  it('close the connection with the last one, and tell the length of a body in bytes', () => {
    const text = requestText(
      [
        { method: 'GET', path: '/volumes/a' },
        { method: 'POST', path: '/volumes/create', body: { Name: 'ä' } },
      ],
      '/v1.41',
    );
    expect(text).toBe(
      [
        'GET /v1.41/volumes/a HTTP/1.1\r\nHost: docker\r\nUser-Agent: tsplay\r\n\r\n',
        'POST /v1.41/volumes/create HTTP/1.1\r\nHost: docker\r\nUser-Agent: tsplay\r\n',
        'Content-Type: application/json\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{"Name":"ä"}',
      ].join(''),
    );
  });
});

describe('answers', () => {
  it('are told apart, however their bodies end', () => {
    const bytes = fc.uint8Array().map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.array(fc.tuple(bytes, bytes, fc.boolean())), (bodies) => {
        const stream = Buffer.concat(
          bodies.map(([one, other, isChunked]) => {
            const body = Buffer.concat([one, other]);
            return isChunked
              ? Buffer.concat([
                  Buffer.from(head('200 OK', 'Transfer-Encoding: chunked')),
                  chunked([one, other]),
                ])
              : Buffer.concat([Buffer.from(head('404 Not Found', `Content-Length: ${body.length}`)), body]);
          }),
        );
        expect(parseAnswers(stream)).toEqual(
          bodies.map(([one, other, isChunked]) => ({
            status: isChunked ? 200 : 404,
            body: Buffer.concat([one, other]),
          })),
        );
      }),
    );
  });

  it('have no body when nothing is to be said', () => {
    const stream = Buffer.from(`${head('304 Not Modified')}${head('204 No Content')}`);
    expect(parseAnswers(stream).map(({ status, body }) => [status, body.length])).toEqual([
      [304, 0],
      [204, 0],
    ]);
  });

  it('end with the connection when nothing else says where', () => {
    const [answer] = parseAnswers(Buffer.from(`${head('200 OK')}all of it`));
    expect(answer?.body.toString()).toBe('all of it');
  });

  it.each([
    ['that end in the middle', head('200 OK', 'Content-Length: 5').concat('abc')],
    ['with a chunk that ends in the middle', head('200 OK', 'Transfer-Encoding: chunked').concat('5\r\nab')],
    ['that are none', 'Usage: docker [OPTIONS]\n'],
  ])('%s are refused', (_, text) => {
    expect(() => parseAnswers(Buffer.from(text))).toThrow('no whole HTTP');
  });
});
