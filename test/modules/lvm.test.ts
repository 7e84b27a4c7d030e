import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import lvg from '../../src/modules/lvg.ts';
import lvol from '../../src/modules/lvol.ts';
import { localContext, play, scratchEachTest, withPrelude } from '../module/local-context.ts';

const scratch = scratchEachTest();

/** Programs that say what they are told to, and keep in `called` what they were called with. */
function programs(said: Readonly<Record<string, string>>): void {
  for (const [name, body] of Object.entries(said)) {
    const path = join(scratch.path, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  }
}
const keeps = `for word in "\${0##*/}" "$@"; do printf '[%s]' "$word"; done >>"\${0%/*}/called"; echo >>"\${0%/*}/called"`;
const called = (): readonly string[] => {
  const path = join(scratch.path, 'called');
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
};
const busybox = (checkMode = false) =>
  withPrelude(localContext({ flavour: 'busybox', checkMode }), `PATH=${scratch.path}:$PATH`);

const image = (name: string): string => {
  const path = join(scratch.path, name);
  writeFileSync(path, Buffer.alloc(4096));
  return path;
};

const mebibyte = 1024 * 1024;
const vgs = `case $* in *lv_count*) echo '  data;2' ;; *) echo '  data;${400 * mebibyte};${100 * mebibyte};${4 * mebibyte}' ;; esac`;
const lvs = `echo '  data;one;${12 * mebibyte};-wi-a-----'; echo '  data;idle;${12 * mebibyte};-wi-------'; echo '  other;two;4;-wi-a-----'`;
const reports = { vgs, lvs, pvs: ':', blkid: 'exit 2' };
const changing = {
  ...{ pvcreate: keeps, vgcreate: keeps, vgextend: keeps, vgreduce: keeps, vgremove: keeps, pvresize: keeps },
  ...{ lvcreate: keeps, lvextend: keeps, lvreduce: keeps, lvremove: keeps, lvchange: keeps },
};

describe('lvg', () => {
  it('makes a group of empty devices, whatever their names', async () => {
    programs({ ...reports, ...changing });
    const pvs = [image("it's a"), image('b')];
    expect(await play(lvg, { vg: 'new', pvs }, busybox(true))).toEqual({ changed: true });
    expect(called()).toEqual([]);
    expect(await play(lvg, { vg: 'new', pvs, vg_options: "--addtag 'x y'" }, busybox())).toEqual({
      changed: true,
    });
    expect(called()).toEqual([
      `[pvcreate][-f][${pvs[0]}]`,
      `[pvcreate][-f][${pvs[1]}]`,
      `[vgcreate][--addtag][x y][-s][4][new][${pvs[0]}][${pvs[1]}]`,
    ]);
  });

  it.each([
    ['a device that holds something', { blkid: 'echo DEVNAME=x; echo TYPE=xfs' }, /holds xfs: wipe it first/],
    [
      'a table of partitions',
      { blkid: 'echo DEVNAME=x; echo PTTYPE=gpt' },
      /holds a table of partitions \(gpt\)/,
    ],
    [
      'a device of which blkid is not sure',
      { blkid: 'exit 8' },
      /cannot be told: it has signatures of several/,
    ],
    ['a device that blkid cannot read', { blkid: 'echo broken >&2; exit 2' }, /cannot be told: broken/],
    ['groups that cannot be read', { vgs: 'echo locked >&2; exit 5' }, /vgs failed: locked/],
    ['physical volumes that cannot be read', { pvs: 'echo locked >&2; exit 5' }, /pvs failed: locked/],
  ])('writes nothing: %s', async (_, broken, message) => {
    programs({ ...reports, ...changing, ...broken });
    const result = await play(lvg, { vg: 'new', pvs: [image('a')] }, busybox());
    expect(result).toMatchObject({ failed: true, msg: expect.stringMatching(message) });
    expect(called()).toEqual([]);
  });

  it('tells that there is no LVM', async () => {
    const result = await play(lvg, { vg: 'new', pvs: [image('a')] }, localContext({ flavour: 'busybox' }));
    expect(result).toMatchObject({ failed: true, msg: expect.stringContaining('LVM is not installed') });
  });

  it('removes no group with volumes unless it is forced to', async () => {
    programs({ ...reports, ...changing });
    const refused = await play(lvg, { vg: 'data', state: 'absent' }, busybox(true));
    expect(refused).toMatchObject({ failed: true, msg: expect.stringContaining('has 2 logical volumes') });
    expect(called()).toEqual([]);
    await play(lvg, { vg: 'data', state: 'absent', force: true }, busybox());
    expect(called()).toEqual(['[vgremove][--force][data]']);
  });

  it.each(['-x', 'a b', '..', 'a/b', ''])('refuses the name %j', async (vg) => {
    expect(await play(lvg, { vg, pvs: ['/dev/null'] }, busybox())).toMatchObject({ failed: true });
  });
});

describe('lvol', () => {
  it.each([
    [{ lv: 'one', size: '12m' }, []],
    [{ lv: 'one', size: '4m', shrink: false }, []],
    [{ lv: 'one', size: '4m', force: true }, ['[lvreduce][--force][-L][4m][data/one]']],
    [
      { lv: 'one', size: '1g', resizefs: true, pvs: '/dev/a,/dev/b:0-9' },
      ['[lvextend][--resizefs][-L][1g][data/one][/dev/a][/dev/b:0-9]'],
    ],
    [{ lv: 'idle', active: false }, []],
    [{ lv: 'idle' }, ['[lvchange][-ay][data/idle]']],
    [
      { lv: 'new', size: '10%FREE', opts: "--addtag 'x y'" },
      ['[lvcreate][--yes][-n][new][-l][10%FREE][--addtag][x y][data]'],
    ],
    [{ lv: 'two', state: 'absent' }, []],
    [{ lv: 'one', state: 'absent', force: true }, ['[lvremove][--force][data/one]']],
  ])('does what %j needs: %j', async (args, expected) => {
    programs({ ...reports, ...changing });
    const context = busybox();
    const result = await play(lvol, { vg: 'data', ...args }, context);
    expect(result).toMatchObject({ changed: expected.length > 0 });
    expect(called()).toEqual(expected);
    expect(context.roundTrips()).toBe(expected.length > 0 ? 2 : 1);
  });

  it('lets LVM try in check mode', async () => {
    programs({ ...reports, ...changing });
    await play(lvol, { vg: 'data', lv: 'one', size: '1g' }, busybox(true));
    await play(lvol, { vg: 'data', lv: 'idle' }, busybox(true));
    expect(called()).toEqual(['[lvextend][--test][-L][1g][data/one]']);
  });

  it.each([
    [{ lv: 'one', size: '4m' }, {}, /made smaller only with force/],
    [{ lv: 'one', size: '-4m' }, {}, /made smaller only with force/],
    [{ lv: 'one', state: 'absent' }, {}, /removed only with force/],
    [{ lv: 'new', size: '4m' }, { lvs: 'echo locked >&2; exit 5' }, /lvs failed: locked/],
    [{ lv: '-f', size: '4m' }, {}, /no name of LVM/],
    [{ lv: 'new', size: '4m', pvs: '--force' }, {}, /'--force' is no device/],
    [{ lv: 'new', size: '4m', opts: "'" }, {}, /a quote in opts is not closed/],
    [{ thinpool: 'one', lv: 'new', size: '10%VG' }, {}, /no share/],
  ])('refuses %j', async (args, broken, message) => {
    programs({ ...reports, ...changing, ...broken });
    for (const checkMode of [true, false]) {
      const result = await play(lvol, { vg: 'data', ...args }, busybox(checkMode));
      expect(result).toMatchObject({ failed: true, msg: expect.stringMatching(message) });
    }
    expect(called()).toEqual([]);
  });
});
