import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import uri from '../../src/modules/uri.ts';
import { str } from '../../src/values/printing.ts';
import type { Value } from '../../src/values/types.ts';
import { localContext, play, scratchFolder } from '../module/local-context.ts';
import { startServer } from './http-server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let scratch: ReturnType<typeof scratchFolder>;
beforeAll(async () => {
  server = await startServer((request, body, response) => {
    if (request.url === '/moved') return void response.writeHead(302, { Location: '/echo' }).end('moved');
    if (request.url === '/teapot') return void response.writeHead(418).end('short and stout\n');
    if (request.url === '/packed')
      return void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"a": 1}'));
    if (request.url === '/text') return void response.end('a\n\nb\n');
    response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2']);
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        method: request.method,
        body,
        type: request.headers['content-type'],
        auth: request.headers.authorization,
        x: request.headers['x-test'],
      }),
    );
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  scratch = scratchFolder();
});
afterEach(() => scratch.remove());

const json = (result: { readonly [key: string]: unknown }): string => str(result['json'] as Value);

describe('uri', () => {
  it('returns status, headers, cookies and data', async () => {
    const result = await play(uri, { url: `${server.url}/echo` });
    expect(result).toMatchObject({
      changed: false,
      status: 200,
      redirected: false,
      url: `${server.url}/echo`,
      content_type: 'application/json',
      cookies: { a: '1', b: '2' },
    });
    expect(result).not.toHaveProperty('content');
    expect(json(result)).toContain("'method': 'GET'");
  });

  it('returns content byte for byte when asked to', async () => {
    expect(await play(uri, { url: `${server.url}/text`, return_content: true })).toMatchObject({
      content: 'a\n\nb\n',
    });
  });

  it('posts JSON, forms and text with anything in it', async () => {
    const post = { url: `${server.url}/echo`, method: 'POST' };
    expect(json(await play(uri, { ...post, body: { a: [1, 'ü"\\'] }, body_format: 'json' }))).toMatch(
      /'body': '\{"a": \[1, .*application\/json/,
    );
    expect(
      json(await play(uri, { ...post, body: { a: 'x y', b: ['1', '2'] }, body_format: 'form-urlencoded' })),
    ).toContain("'body': 'a=x+y&b=1&b=2'");
    expect(json(await play(uri, { ...post, body: 'line\n"q" \\ $HOME `id`\t@x' }))).toContain(
      `'body': 'line\\n"q" \\\\ $HOME \`id\`\\t@x'`,
    );
    expect(json(await play(uri, { ...post, method: 'put', body: '@/etc/passwd' }))).toContain(
      "'method': 'PUT', 'body': '@/etc/passwd'",
    );
  });

  it('sends a form of parts, files in base64', async () => {
    const filename = join(scratch.path, 'a.png');
    writeFileSync(filename, Buffer.from([0x89, 0, 255]));
    const body = {
      text: 'one\ntwo',
      'q"': 'ü',
      file: { filename },
      named: { content: 'x', filename: 'd/ü.txt' },
    };
    const post = { url: `${server.url}/echo`, method: 'POST', body_format: 'form-multipart', body };
    const echoed = json(await play(uri, post));
    expect(echoed).toContain('multipart/form-data; boundary=');
    expect(echoed).toContain('name="text"\\r\\n\\r\\none\\r\\ntwo\\r\\n');
    expect(echoed).toContain('name="q\\\\""\\r\\n\\r\\nü\\r\\n');
    expect(echoed).toContain(
      'image/png\\r\\nContent-Disposition: form-data; name="file"; filename="a.png"\\r\\n\\r\\niQD/\\r\\n',
    );
    expect(echoed).toContain(`filename*=utf-8\\'\\'%C3%BC.txt`);
  });

  it.each([
    [{ a: [1] }, 'is a list'],
    [{ a: { b: 1 } }, 'neither content nor filename'],
    ['text', 'is a dictionary'],
    [{ a: { content: 'x', mime_type: 'a\nX: y' } }, 'line end'],
  ])('refuses %j as a form of parts', async (body, msg) => {
    const post = { url: `${server.url}/echo`, method: 'POST', body_format: 'form-multipart', body };
    expect(await play(uri, post)).toMatchObject({ failed: true, msg: expect.stringContaining(msg) });
  });

  it('sends a text that is too long for a line of curl', async () => {
    const body = 'x'.repeat(300_000);
    expect(json(await play(uri, { url: `${server.url}/echo`, method: 'POST', body }))).toContain(body);
  });

  it.each([
    [true, '{"a": 1}'],
    [false, '\u001f'],
  ])('unpacks what comes packed: %j', async (decompress, start) => {
    const { content } = await play(uri, { url: `${server.url}/packed`, return_content: true, decompress });
    expect(String(content).startsWith(start)).toBe(true);
  });

  it('sends a file', async () => {
    const src = join(scratch.path, 'a body');
    writeFileSync(src, 'from a file');
    const args = { url: `${server.url}/echo`, method: 'POST', src };
    expect(json(await play(uri, args))).toContain("'body': 'from a file'");
    expect(json(await play(uri, { ...args, remote_src: true }))).toContain("'body': 'from a file'");
  });

  it('sends headers and a password without showing either to the process list', async () => {
    const scripts: string[] = [];
    const context = localContext();
    const spied = {
      ...context,
      target: {
        ...context.target,
        run(script: string, options = {}) {
          scripts.push(script);
          return context.target.run(script, options);
        },
      },
    };
    const result = await play(
      uri,
      {
        url: `${server.url}/echo`,
        url_username: 'me',
        url_password: 's3cret"',
        force_basic_auth: true,
        headers: { 'X-Test': 'hidden' },
      },
      spied,
    );
    expect(json(result)).toContain(`'auth': 'Basic ${Buffer.from('me:s3cret"').toString('base64')}'`);
    expect(json(result)).toContain("'x': 'hidden'");
    expect(scripts.join('\n')).not.toMatch(/s3cret|hidden/);
  });

  it('follows redirects of a GET, unless told not to', async () => {
    expect(await play(uri, { url: `${server.url}/moved` })).toMatchObject({
      status: 200,
      redirected: true,
      url: `${server.url}/echo`,
    });
    expect(
      await play(uri, { url: `${server.url}/moved`, follow_redirects: 'none', status_code: 302 }),
    ).toMatchObject({ status: 302, redirected: false });
  });

  it('fails on another status, and takes those that are named', async () => {
    const url = `${server.url}/teapot`;
    expect(await play(uri, { url })).toMatchObject({
      failed: true,
      status: 418,
      content: 'short and stout\n',
      msg: expect.stringContaining('was 418, not 200'),
    });
    expect(await play(uri, { url, status_code: '200, 418' })).not.toHaveProperty('failed');
  });

  it('says -1 when nobody answers', async () => {
    expect(await play(uri, { url: 'http://127.0.0.1:1/' })).toMatchObject({
      failed: true,
      status: -1,
      url: 'http://127.0.0.1:1/',
    });
  });

  it('saves the answer, once', async () => {
    const args = { url: `${server.url}/text`, dest: scratch.path };
    const first = await play(uri, args);
    expect(first).toMatchObject({ changed: true, path: join(scratch.path, 'text') });
    expect(readFileSync(join(scratch.path, 'text'), 'utf8')).toBe('a\n\nb\n');
    expect(await play(uri, args)).toMatchObject({ changed: false, status: 200 });
  });

  it('does nothing in check mode, or when creates says so', async () => {
    const url = 'http://127.0.0.1:1/';
    expect(await play(uri, { url }, localContext({ checkMode: true }))).toMatchObject({ skipped: true });
    expect(await play(uri, { url, creates: scratch.path })).toMatchObject({
      changed: false,
      stdout: expect.stringContaining('skipped, since'),
    });
    expect(await play(uri, { url, removes: '/no/such' })).toMatchObject({
      changed: false,
      stdout: expect.stringContaining('does not exist'),
    });
  });

  it('says so when the target has no curl', async () => {
    expect(await play(uri, { url: `${server.url}/` }, localContext({ flavour: 'busybox' }))).toMatchObject({
      failed: true,
      msg: expect.stringContaining('no curl'),
    });
  });
});
