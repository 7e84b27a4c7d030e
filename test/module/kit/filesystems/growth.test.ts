import { describe, expect, it } from 'vitest';
import { growths } from '../../../../src/module/kit/filesystems/growth.ts';

const MiB = 1024 * 1024;
const place = (mebibytes: number) => ({
  device: '/dev/x y',
  deviceSize: mebibytes * MiB,
  mount: { source: '/dev/x y', path: "/mnt/it's" },
});

const said = {
  ext: 'Block count:              16384\nReserved block count:     819\nBlock size:               1024\n',
  xfs: `meta-data=/dev/loop0 isize=512 agcount=4, agsize=19200 blks
         =                       sectsz=512   attr=2, projid32bit=1
data     =                       bsize=4096   blocks=4096, imaxpct=25
log      =internal log           bsize=4096   blocks=16384, version=2
`,
  btrfs: `Label: none  uuid: 1
\tTotal devices 2 FS bytes used 147456
\tdevid    1 size 99 used 8388608 path /dev/other
\tdevid    3 size 16777216 used 8388608 path /dev/x y
`,
  f2fs: 'Info: Segments per section = 1\nInfo: total FS sectors = 32768 (16 MB)\n',
  vfat: 'fatresize 1.1.0 (20221231)\nFAT: fat16\nCur size: 16777216\nMin size: 1\nMax size: 16777216\n',
} as const;

describe.each([
  ['ext', "resize2fs '/dev/x y'"],
  ['xfs', "xfs_growfs '/mnt/it'\\''s'"],
  ['btrfs', "btrfs filesystem resize 3:max '/mnt/it'\\''s'"],
  ['f2fs', "resize.f2fs '/dev/x y'"],
] as const)('%s of 16 MiB', (kind, command) => {
  it('is left alone where the device has no room for a block more', () => {
    expect(growths[kind].plan(said[kind], place(16))).toBeUndefined();
    const almost = { ...place(16), deviceSize: 16 * MiB + 1023 };
    expect(growths[kind].plan(said[kind], almost)).toBeUndefined();
    expect(growths[kind].plan(said[kind], place(15)), 'nothing is made smaller').toBeUndefined();
  });

  it('grows on a larger device', () => {
    expect(growths[kind].plan(said[kind], place(17))).toBe(command);
  });

  it('is not touched when its program says nothing that is understood', () => {
    expect(growths[kind].plan('', place(17))).toBe('unreadable');
  });
});

describe('vfat', () => {
  it('grows to what fatresize says that it could be', () => {
    expect(growths.vfat.plan(said.vfat, place(17))).toBeUndefined();
    const larger = said.vfat.replace('Max size: 16777216', 'Max size: 20000000');
    expect(growths.vfat.plan(larger, place(17))).toBe("fatresize -s 20000000 '/dev/x y'");
    expect(growths.vfat.plan('assertion failed', place(17))).toBe('unreadable');
  });
});

describe('a physical volume', () => {
  const plan = (printed: string) => growths.lvm.plan(printed, place(17));
  it.each([
    ['  41943040 41943040 0 0\n', undefined, 'in no group, as large as the device'],
    ['  41943040 20971520 0 0\n', "pvresize '/dev/x y'", 'in no group, smaller'],
    ['  41943040 37748736 1048576 4194304\n', undefined, 'in a group, with less than an extent to spare'],
    ['  46137344 37748736 1048576 4194304\n', "pvresize '/dev/x y'", 'in a group, with room for an extent'],
    ['  No device found\n', 'unreadable', 'that pvs does not know'],
  ])('%j: %s, %s', (printed, command, _situation) => {
    expect(plan(printed)).toBe(command);
  });
});
