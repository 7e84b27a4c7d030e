import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import file from '../../src/modules/file.ts';
import { type Flavour, localContext, play, scratchEachTest } from '../module/local-context.ts';

const scratch = scratchEachTest();

const modeOf = (path: string): number => statSync(path).mode & 0o7777;

/** Runs in check mode, for real and again: the prediction must come true and the second run must change nothing. */
async function converge(args: Readonly<Record<string, unknown>>, flavour: Flavour) {
  const predicted = await play(file, args, localContext({ flavour, checkMode: true, diffMode: true }));
  const first = await play(file, args, localContext({ flavour, diffMode: true }));
  const context = localContext({ flavour });
  const second = await play(file, args, context);
  expect(first).toMatchObject({ changed: true });
  expect(predicted).toMatchObject({ changed: true, diff: first.diff });
  expect(second).toMatchObject({ changed: false });
  return { first, second, context };
}

for (const flavour of ['system', 'busybox'] as const) {
  describe(`file on a ${flavour} target`, () => {
    it('makes a directory with its parents, each with the mode', async () => {
      const path = join(scratch.path, 'a b/ü/-c');
      const { first, context } = await converge({ path, state: 'directory', mode: '0700' }, flavour);
      expect(first).toMatchObject({ path, mode: '0700', state: 'directory', uid: process.getuid?.() });
      expect([modeOf(join(scratch.path, 'a b')), modeOf(path)]).toEqual([0o700, 0o700]);
      expect(context.roundTrips()).toBe(1);
    });

    it('changes a mode, symbolic or octal', async () => {
      const path = join(scratch.path, "it's\na file");
      writeFileSync(path, '');
      chmodSync(path, 0o644);
      const { first } = await converge({ path, mode: 'u=rwx,g-r,o=' }, flavour);
      expect(first).toMatchObject({ mode: '0700', state: 'file' });
      await converge({ path, mode: '4755' }, flavour);
      expect(modeOf(path)).toBe(0o4755);
    });

    it('changes the attributes of everything below a directory, and only of that', async () => {
      const path = join(scratch.path, 'tree');
      mkdirSync(join(path, 'deep'), { recursive: true });
      writeFileSync(join(path, 'deep/plain'), '');
      writeFileSync(join(path, "run\nme's"), '');
      chmodSync(join(path, "run\nme's"), 0o755);
      const outside = join(scratch.path, 'outside');
      writeFileSync(outside, '');
      chmodSync(outside, 0o644);
      symlinkSync(outside, join(path, 'link'));
      await converge({ path, state: 'directory', recurse: true, mode: 'u=rwX,g=rX,o=' }, flavour);
      expect(['', 'deep', 'deep/plain', "run\nme's"].map((name) => modeOf(join(path, name)))).toEqual([
        0o750, 0o750, 0o640, 0o750,
      ]);
      expect(modeOf(outside)).toBe(0o644);
    });

    it('makes a link, and moves it', async () => {
      const path = join(scratch.path, 'link');
      mkdirSync(join(scratch.path, 'one'));
      mkdirSync(join(scratch.path, 'two'));
      const { first } = await converge({ path, src: 'one', state: 'link' }, flavour);
      expect(first).toMatchObject({ dest: path, src: 'one', state: 'link' });
      await converge({ path, src: 'two', state: 'link' }, flavour);
      expect(readlinkSync(path)).toBe('two');
      expect(existsSync(join(scratch.path, 'one/two'))).toBe(false);
    });

    it('makes a hard link', async () => {
      const src = join(scratch.path, 'src');
      writeFileSync(src, 'x');
      const path = join(scratch.path, 'hard');
      await converge({ path, src, state: 'hard' }, flavour);
      expect(lstatSync(path).ino).toBe(lstatSync(src).ino);
    });

    it('removes a directory with all in it', async () => {
      const path = join(scratch.path, 'gone');
      mkdirSync(join(path, 'deep'), { recursive: true });
      const { first } = await converge({ path, state: 'absent' }, flavour);
      expect(first).toMatchObject({ path, state: 'absent' });
      expect(existsSync(path)).toBe(false);
    });

    it('touches: makes, always changes, and keeps times when told to', async () => {
      const path = join(scratch.path, 'touched');
      expect(
        await play(file, { path, state: 'touch', mode: '0600' }, localContext({ flavour })),
      ).toMatchObject({
        changed: true,
        dest: path,
        mode: '0600',
        size: 0,
        state: 'file',
      });
      expect(await play(file, { path, state: 'touch' }, localContext({ flavour }))).toMatchObject({
        changed: true,
      });
      const preserved = { path, state: 'touch', access_time: 'preserve', modification_time: 'preserve' };
      expect(await play(file, preserved, localContext({ flavour }))).toMatchObject({ changed: false });
      await converge({ ...preserved, modification_time: '200001020304.05' }, flavour);
      expect(statSync(path).mtime).toEqual(new Date(2000, 0, 2, 3, 4, 5));
    });

    it('follows links unless told not to', async () => {
      const target = join(scratch.path, 'target');
      writeFileSync(target, '');
      chmodSync(target, 0o644);
      const path = join(scratch.path, 'link');
      symlinkSync('target', path);
      await converge({ path, state: 'file', mode: '0600' }, flavour);
      expect(modeOf(target)).toBe(0o600);
      expect(await play(file, { path, state: 'absent' }, localContext({ flavour }))).toMatchObject({
        changed: true,
      });
      expect(existsSync(target)).toBe(true);
    });
  });
}

describe('file refuses', () => {
  const cases: readonly (readonly [args: Readonly<Record<string, unknown>>, message: RegExp])[] = [
    [{ path: 'nothing' }, /there is no file at .*nothing/],
    [{ path: 'nothing', state: 'file' }, /there is no file/],
    [{ path: 'plain', state: 'directory' }, /no directory, but a file/],
    [{ path: 'plain', state: 'link', src: 'folder' }, /is there already as a file/],
    [{ path: 'new', state: 'link', src: 'nowhere' }, /target is not there: .*nowhere/],
    [{ path: 'new', state: 'link' }, /src is required/],
    [{ path: 'plain', mode: 'xx' }, /neither octal .* nor symbolic/],
    [{ path: 'plain', owner: 'no-such-user' }, /there is no user 'no-such-user'/],
    [{ path: 'plain', group: 'no-such-group' }, /there is no group 'no-such-group'/],
    [{ path: 'folder', state: 'file' }, /is a directory/],
    [{ path: 'plain', state: 'touch', recurse: true }, /recurse only goes with state=directory/],
    [{ path: 'plain', state: 'touch', modification_time: 'noon' }, /'noon' is not of the format/],
    [{ path: 'plain', attributes: 'i j' }, /'i j' is not flags of chattr/],
    [
      { path: 'folder', state: 'directory', recurse: true, attributes: '+A' },
      /recurse is set: .* on single files alone/,
    ],
    [{ path: 'plain/below', state: 'directory' }, /cannot change .*below/],
  ];
  for (const [args, message] of cases) {
    it(JSON.stringify(args), async () => {
      writeFileSync(join(scratch.path, 'plain'), '');
      mkdirSync(join(scratch.path, 'folder'));
      const result = await play(file, { ...args, path: join(scratch.path, String(args['path'])) });
      expect(result.failed).toBe(true);
      expect(result.msg).toMatch(message);
    });
  }
});
