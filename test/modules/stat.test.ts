import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import stat from '../../src/modules/stat.ts';
import { Float } from '../../src/values/types.ts';
import { localContext, play } from '../module/local-context.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsplay-stat-'));
  writeFileSync(at("it's\n-x"), 'hello\n');
  chmodSync(at("it's\n-x"), 0o4754);
  utimesSync(at("it's\n-x"), 1_000_000_000, 1_000_000_000.5);
  mkdirSync(at('ü'));
  symlinkSync("it's\n-x", at('link'));
  symlinkSync('nowhere', at('dangling'));
});
afterAll(() => rmSync(folder, { recursive: true }));

for (const flavour of ['system', 'busybox'] as const) {
  describe(`stat on a ${flavour} target`, () => {
    const found = async (args: Readonly<Record<string, unknown>>) => {
      const context = localContext({ flavour, checkMode: true });
      const result = await play(stat, args, context);
      expect([result.changed, context.roundTrips()]).toEqual([false, 1]);
      return result['stat'];
    };

    it('describes a file', async () => {
      const path = at("it's\n-x");
      const { ino, uid, gid } = statSync(path);
      expect(await found({ path })).toMatchObject({
        exists: true,
        path,
        isreg: true,
        isdir: false,
        islnk: false,
        isuid: true,
        mode: '4754',
        size: 6,
        inode: ino,
        uid,
        gid,
        nlink: 1,
        checksum: 'f572d396fae9206628714fb2ce00f72e94f2258f',
        mtime: new Float(1_000_000_000.5),
        readable: true,
        rusr: true,
        xusr: true,
        woth: false,
      });
    });

    it('takes another checksum, or none', async () => {
      const path = at("it's\n-x");
      expect(await found({ path, checksum_algorithm: 'md5' })).toMatchObject({
        checksum: 'b1946ac92492d2347c6235b4d2611184',
      });
      expect(await found({ path, get_checksum: false })).not.toHaveProperty('checksum');
    });

    it('describes links, and follows them when asked to', async () => {
      expect(await found({ path: at('link') })).toMatchObject({
        islnk: true,
        lnk_target: "it's\n-x",
        lnk_source: at("it's\n-x"),
      });
      expect(await found({ path: at('link'), follow: true })).toMatchObject({
        islnk: false,
        isreg: true,
        size: 6,
      });
      expect(await found({ path: at('dangling') })).toMatchObject({ exists: true, islnk: true });
      expect(await found({ path: at('dangling'), follow: true })).toEqual({ exists: false });
    });

    it('describes folders, devices and nothing', async () => {
      expect(await found({ path: at('ü') })).toMatchObject({ isdir: true, executable: true });
      expect(await found({ path: '/dev/null' })).toMatchObject({ ischr: true, isreg: false });
      expect(await found({ path: at('none') })).toEqual({ exists: false });
    });
  });
}
