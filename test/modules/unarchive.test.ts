import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import unarchive from '../../src/modules/unarchive.ts';
import { localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();
const at = (name: string): string => join(scratch.path, name);

/** A zip of one stored file, `a`, that holds `one`: written by hand, since not every machine has zip(1). */
const zip = Buffer.from(
  'UEsDBBQAAAAAAAAAIQDxhmx6AwAAAAMAAAABAAAAYW9uZVBLAQIUAxQAAAAAAAAAIQDxhmx6AwAAAAMAAAABAAAAAAAAAAAAAACkgQAAAABhUEsFBgAAAAABAAEALwAAACIAAAAAAA==',
  'base64',
);

beforeEach(() => {
  mkdirSync(at('src/sub/empty'), { recursive: true });
  writeFileSync(at("src/it's"), 'one');
  chmodSync(at("src/it's"), 0o640);
  writeFileSync(at('src/sub/ü\n'), 'two');
  symlinkSync('sub', at('src/link'));
  spawnSync('tar', ['-czf', at('archive.tgz'), '-C', at('src'), '.']);
  mkdirSync(at('dest'));
});

for (const flavour of ['system', 'busybox'] as const) {
  describe(`unarchive on a ${flavour} target`, () => {
    it('unpacks a tar archive once, and says beforehand whether it would', async () => {
      const args = { src: at('archive.tgz'), dest: at('dest'), list_files: true };
      expect(await play(unarchive, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        changed: true,
      });
      expect(readdirSync(at('dest'))).toEqual([]);
      const first = await play(unarchive, args, localContext({ flavour }));
      expect(first).toMatchObject({
        changed: true,
        dest: at('dest'),
        handler: 'TgzArchive',
        state: 'directory',
      });
      expect([...(first['files'] as string[])].sort()).toEqual([
        "it's",
        'link',
        'sub/',
        'sub/empty/',
        'sub/ü\n',
      ]);
      expect(readdirSync(at('dest'), { recursive: true }).sort()).toEqual(
        readdirSync(at('src'), { recursive: true }).sort(),
      );
      expect([
        readFileSync(at("dest/it's"), 'utf8'),
        statSync(at("dest/it's")).mode & 0o777,
        readlinkSync(at('dest/link')),
      ]).toEqual(['one', 0o640, 'sub']);
      expect(await play(unarchive, args, localContext({ flavour }))).toMatchObject({ changed: false });
      writeFileSync(at('dest/sub/ü\n'), 'changed');
      expect(await play(unarchive, args, localContext({ flavour, checkMode: true }))).toMatchObject({
        changed: true,
      });
      expect(await play(unarchive, { ...args, remote_src: true }, localContext({ flavour }))).toMatchObject({
        changed: true,
      });
      expect(readFileSync(at('dest/sub/ü\n'), 'utf8')).toBe('two');
    });

    it('leaves out what is excluded, and sets modes', async () => {
      const args = { src: at('archive.tgz'), dest: at('dest'), exclude: ['./sub'], mode: 'u=rwX,go=' };
      expect(await play(unarchive, args, localContext({ flavour }))).toMatchObject({ changed: true });
      expect(readdirSync(at('dest')).sort()).toEqual(["it's", 'link']);
      expect(statSync(at("dest/it's")).mode & 0o777).toBe(0o600);
      expect(await play(unarchive, args, localContext({ flavour }))).toMatchObject({ changed: false });
    });

    it('says what it cannot unpack, and leaves nothing behind', async () => {
      writeFileSync(at('junk'), 'no archive');
      const result = await play(unarchive, { src: at('junk'), dest: at('dest') }, localContext({ flavour }));
      expect(result).toMatchObject({
        failed: true,
        msg: expect.stringContaining('cannot be unpacked with tar'),
      });
      expect(readdirSync(at('dest'))).toEqual([]);
    });

    it('unpacks a zip archive', async () => {
      writeFileSync(at('archive.zip'), zip);
      const args = { src: at('archive.zip'), dest: at('dest'), remote_src: true };
      expect(await play(unarchive, args, localContext({ flavour }))).toMatchObject({
        changed: true,
        handler: 'ZipArchive',
      });
      expect(readFileSync(at('dest/a'), 'utf8')).toBe('one');
      expect(await play(unarchive, args, localContext({ flavour }))).toMatchObject({ changed: false });
      expect(existsSync(at('archive.zip'))).toBe(true);
    });
  });
}

describe('unarchive', () => {
  it('does nothing when creates is there', async () => {
    expect(await play(unarchive, { src: '/none', dest: at('dest'), creates: at('dest') })).toMatchObject({
      changed: false,
      skipped: true,
    });
  });
  it('needs its directory and its archive', async () => {
    expect(await play(unarchive, { src: at('archive.tgz'), dest: at('none') })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('is no directory'),
    });
    expect(await play(unarchive, { src: at('none'), dest: at('dest'), remote_src: true })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('there is no'),
    });
  });
});
