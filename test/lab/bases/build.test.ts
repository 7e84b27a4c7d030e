import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundle } from '../bundle.ts';
import { describeLab } from '../describe-lab.ts';
import { capture, type Output } from '../processes.ts';
import { ensureBase } from './build.ts';
import { rootVersion } from './recipes.ts';

describeLab('the building of a base', () => {
  let folder: string;
  let bases: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tsplay-lab-'));
    bases = path.join(folder, 'bases');
    await mkdir(bases);
    // The parent is the real one: only what is made from it is made anew.
    const parent = await ensureBase('no-python', console.error);
    await symlink(parent, path.join(bases, path.basename(parent)));
    const source = `import { ensureBase } from './bases/build.ts';
      console.log(await ensureBase('busybox', console.error));`;
    await bundle(source, path.join(folder, 'build.mjs'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const buildBusybox = (): Promise<Output> =>
    capture(process.execPath, [path.join(folder, 'build.mjs')], {
      env: { ...process.env, TSPLAY_LAB_DIR: folder },
    });

  test('starts anew over what a crashed build left, and removes what is of no use', async () => {
    const root = path.join(bases, rootVersion('busybox'));
    for (const leftover of [`${root}.partial`, path.join(bases, 'busybox-000000000000')]) {
      await mkdir(leftover);
      await writeFile(path.join(leftover, 'half-made'), '');
    }
    const { code, stdout, stderr } = await buildBusybox();
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(`${root}\n`);
    expect(await readdir(root)).not.toContain('half-made');
    const left = (await readdir(bases)).filter((entry) => entry.startsWith('busybox'));
    expect(left.sort()).toEqual([path.basename(root), `${path.basename(root)}.log`, 'busybox.lock']);
    expect((await stat(path.join(root, 'usr/bin/busybox'))).mode & 0o7777).toBe(0o4755);
  });

  test('is done once when two ask at the same time', async () => {
    const both = await Promise.all([buildBusybox(), buildBusybox()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(
      both
        .map(({ stderr }) => stderr)
        .join('')
        .match(/the base 'busybox' is built/g),
    ).toHaveLength(1);
  });
});
