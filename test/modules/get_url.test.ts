import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import get_url from '../../src/modules/get_url.ts';
import { localContext, play, scratchFolder } from '../module/local-context.ts';
import { startServer } from './http-server.ts';

const content = Buffer.from([0, 1, 2, 255, 10, 13]);
const sha256 = createHash('sha256').update(content).digest('hex');
let server: Awaited<ReturnType<typeof startServer>>;
let scratch: ReturnType<typeof scratchFolder>;
let asked: string[] = [];
beforeAll(async () => {
  server = await startServer((request, _body, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['x-token'] ?? ''}`.trim());
    if (request.headers['if-modified-since'] !== undefined && request.url === '/kept')
      return void response.writeHead(304).end();
    if (request.url === '/SUMS')
      return void response.end(`${'0'.repeat(64)}  other\n${sha256} *./file.bin\n`);
    if (request.url?.startsWith('/file.bin')) return void response.end(content);
    response.writeHead(404).end('nothing here');
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  scratch = scratchFolder();
  asked = [];
});
afterEach(() => scratch.remove());

for (const flavour of ['system', 'busybox'] as const) {
  describe(`get_url on a ${flavour} target`, () => {
    it('fetches once', async () => {
      const args = { url: `${server.url}/file.bin?x='1`, dest: join(scratch.path, 'a file'), mode: '0640' };
      expect(await play(get_url, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        changed: true,
      });
      expect(asked).toEqual([`${flavour === 'system' ? 'HEAD' : 'GET'} /file.bin?x='1`]);
      const first = await play(get_url, args, localContext({ flavour }));
      expect(first).toMatchObject({
        changed: true,
        dest: args.dest,
        mode: '0640',
        size: 6,
        status_code: 200,
        checksum_src: createHash('sha1').update(content).digest('hex'),
      });
      expect(readFileSync(args.dest)).toEqual(content);
      expect(await play(get_url, args, localContext({ flavour }))).toMatchObject({ changed: false });
      expect(readdirSync(scratch.path)).toEqual(['a file']);
    });

    it('says in check mode that there is nothing to fetch', async () => {
      const args = { url: `${server.url}/nothing`, dest: join(scratch.path, 'file') };
      expect(await play(get_url, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        failed: true,
      });
      expect(readdirSync(scratch.path)).toEqual([]);
    });

    it('replaces a file that the server has in another form', async () => {
      const args = { url: `${server.url}/file.bin`, dest: join(scratch.path, 'file') };
      writeFileSync(args.dest, 'old');
      expect(await play(get_url, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        changed: true,
      });
      expect(readFileSync(args.dest, 'utf8')).toBe('old');
      expect(await play(get_url, args, localContext({ flavour }))).toMatchObject({ changed: true });
      expect(readFileSync(args.dest)).toEqual(content);
    });

    it('names the file in a directory, and takes the checksum from a list', async () => {
      const args = {
        url: `${server.url}/file.bin`,
        dest: scratch.path,
        checksum: `sha256:${server.url}/SUMS`,
      };
      expect(await play(get_url, args, localContext({ flavour }))).toMatchObject({
        changed: true,
        dest: join(scratch.path, 'file.bin'),
      });
      expect(await play(get_url, args, localContext({ flavour }))).toMatchObject({ changed: false });
    });

    it('leaves the old file when the new one is wrong', async () => {
      const dest = join(scratch.path, 'kept');
      writeFileSync(dest, 'old');
      const result = await play(
        get_url,
        { url: `${server.url}/file.bin`, dest, checksum: `sha256:${'0'.repeat(64)}` },
        localContext({ flavour }),
      );
      expect(result).toMatchObject({
        failed: true,
        msg: expect.stringContaining(`has the sha256 ${sha256}`),
      });
      expect(
        await play(get_url, { url: `${server.url}/none`, dest, force: true }, localContext({ flavour })),
      ).toMatchObject({ failed: true });
      expect([readFileSync(dest, 'utf8'), readdirSync(scratch.path)]).toEqual(['old', ['kept']]);
    });

    it('replaces a file when forced, and says truly whether it would', async () => {
      const dest = join(scratch.path, 'forced');
      writeFileSync(dest, 'old');
      const args = { url: `${server.url}/file.bin`, dest, force: true };
      expect(await play(get_url, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        changed: true,
      });
      expect(readFileSync(dest, 'utf8')).toBe('old');
      expect(await play(get_url, args, localContext({ flavour }))).toMatchObject({ changed: true });
      expect(await play(get_url, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        changed: false,
      });
      expect(await play(get_url, args, localContext({ flavour }))).toMatchObject({ changed: false });
      expect(readdirSync(scratch.path)).toEqual(['forced']);
    });
  });
}

describe('get_url', () => {
  it('sends headers, but not through a wget that would show them', async () => {
    const args = {
      url: `${server.url}/file.bin`,
      dest: join(scratch.path, 'x'),
      headers: { 'X-Token': 'hidden' },
    };
    expect(await play(get_url, args, localContext({ flavour: 'busybox' }))).toMatchObject({
      failed: true,
      msg: expect.stringContaining('need curl or GNU wget'),
    });
    expect(await play(get_url, args)).toMatchObject({ changed: true });
    expect(asked).toEqual(['GET /file.bin hidden']);
  });

  it('keeps a file that the server says is as it was', async () => {
    const dest = join(scratch.path, 'kept');
    writeFileSync(dest, 'mine');
    expect(await play(get_url, { url: `${server.url}/kept`, dest })).toMatchObject({
      changed: false,
      status_code: 304,
      size: 4,
    });
    expect(await play(get_url, { url: `${server.url}/kept`, dest, force: true })).toMatchObject({
      failed: true,
    });
    expect(readdirSync(scratch.path)).toEqual(['kept']);
  });

  it('keeps the mode of a file it replaces', async () => {
    const dest = join(scratch.path, 'x');
    writeFileSync(dest, 'old', { mode: 0o604 });
    await play(get_url, { url: `${server.url}/file.bin`, dest, force: true, backup: true });
    expect(statSync(dest).mode & 0o777).toBe(0o604);
    expect(readdirSync(scratch.path)).toHaveLength(2);
  });

  it.each(['system', 'busybox'] as const)('says with %s what the server answered', async (flavour) => {
    const fetchTo = (url: string) =>
      play(get_url, { url, dest: join(scratch.path, 'x') }, localContext({ flavour }));
    expect(await fetchTo(`${server.url}/none`)).toMatchObject({ failed: true, status_code: 404 });
    expect(await fetchTo('http://127.0.0.1:9/x')).toMatchObject({ failed: true, status_code: -1 });
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('says what is wrong', async () => {
    mkdirSync(join(scratch.path, 'folder'));
    const url = `${server.url}/file.bin`;
    expect(await play(get_url, { url, dest: join(scratch.path, 'no/where') })).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/no is not there/),
    });
    expect(await play(get_url, { url, dest: join(scratch.path, 'x'), checksum: 'crc:1' })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('algorithm:digest'),
    });
    expect(await play(get_url, { url: `${server.url}/none`, dest: join(scratch.path, 'x') })).toMatchObject({
      failed: true,
      status_code: 404,
    });
    expect(
      await play(get_url, { url, dest: join(scratch.path, 'x'), checksum: `sha256:${server.url}/none` }),
    ).toMatchObject({ failed: true });
    expect(readdirSync(scratch.path)).toEqual(['folder']);
  });
});
