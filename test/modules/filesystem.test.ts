import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import filesystem from '../../src/modules/filesystem.ts';
import {
  type LocalContext,
  type LocalContextOptions,
  localContext,
  play,
  scratchEachTest,
  withPrelude,
} from '../module/local-context.ts';

const scratch = scratchEachTest();

function image(name: string, bytes: number): string {
  const path = join(scratch.path, name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

const mebibyte = 1024 * 1024;

/** With the programs of an administrator in its PATH, and those of a folder before them. */
function administrator(options: LocalContextOptions = {}, folder = '/nonexistent'): LocalContext {
  return withPrelude(localContext(options), `PATH=${folder}:$PATH:/usr/sbin:/sbin`);
}

function typeOf(path: string): string {
  return spawnSync('blkid', ['-p', '-o', 'value', '-s', 'TYPE', path], {
    env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
  })
    .stdout.toString()
    .trim();
}

describe('filesystem', () => {
  it('makes one where there is none, and never again', async () => {
    const dev = image("it's\n-x", 8 * mebibyte);
    const blank = readFileSync(dev);
    const prediction = await play(filesystem, { dev, fstype: 'ext4' }, administrator({ checkMode: true }));
    expect(prediction).toEqual({ changed: true });
    expect(readFileSync(dev).equals(blank)).toBe(true);
    expect(await play(filesystem, { dev, fstype: 'ext4', opts: "-L 'two words'" }, administrator())).toEqual({
      changed: true,
    });
    expect(typeOf(dev)).toBe('ext4');
    const made = readFileSync(dev);
    const context = administrator();
    expect(await play(filesystem, { dev, fstype: 'ext4' }, context)).toEqual({ changed: false });
    expect(context.roundTrips()).toBe(1);
    expect(readFileSync(dev).equals(made)).toBe(true);
  });

  it('writes over nothing that is there', async () => {
    const dev = image('used', 8 * mebibyte);
    await play(filesystem, { dev, fstype: 'swap' }, administrator());
    const made = readFileSync(dev);
    for (const fstype of ['ext4', 'lvm', 'xfs']) {
      expect(await play(filesystem, { dev, fstype }, administrator())).toMatchObject({
        failed: true,
        msg: `${dev} holds swap: it is written over only with force`,
      });
    }
    expect(readFileSync(dev).equals(made)).toBe(true);
  });

  it('keeps its hands off where blkid fails', async () => {
    const dev = image('blank', 8 * mebibyte);
    const blkid = join(scratch.path, 'blkid');
    writeFileSync(blkid, '#!/bin/sh\necho "blkid: error: Input/output error" >&2\nexit 2\n');
    chmodSync(blkid, 0o755);
    const context = administrator({}, scratch.path);
    for (const args of [{ fstype: 'ext4' }, { state: 'absent' }]) {
      expect(await play(filesystem, { dev, ...args }, context)).toMatchObject({
        failed: true,
        msg: expect.stringContaining('Input/output error'),
      });
    }
    expect(readFileSync(dev).every((byte) => byte === 0)).toBe(true);
  });

  it('writes on nothing when there is no blkid to ask', async () => {
    const dev = image('blank', 8 * mebibyte);
    const context = localContext({ flavour: 'busybox' });
    expect(await play(filesystem, { dev, fstype: 'swap' }, context)).toMatchObject({
      failed: true,
      msg: `what is on ${dev} cannot be told (there is no blkid): it is written over only with force`,
    });
    expect(await play(filesystem, { dev, fstype: 'swap', force: true }, context)).toEqual({ changed: true });
    expect(typeOf(dev)).toBe('swap');
  });

  it.each([
    [{ fstype: 'ufs' }, /ufs is of FreeBSD/],
    [{ fstype: 'ext4', opts: "-L 'x" }, /a quote in opts is not closed/],
    [{ fstype: 'lvm' }, /is a file: a physical volume needs a block device/],
  ])('refuses %j', async (args, message) => {
    const dev = image('blank', mebibyte);
    expect(await play(filesystem, { dev, ...args }, administrator())).toMatchObject({
      failed: true,
      msg: expect.stringMatching(message),
    });
  });
});
