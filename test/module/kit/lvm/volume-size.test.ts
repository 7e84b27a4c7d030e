import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inUnit, parseSize, resizeFor } from '../../../../src/module/kit/lvm/volume-size.ts';

const MiB = 1024 * 1024;
const surroundings = { extent: 4 * MiB, group: 288 * MiB, free: 100 * MiB, physical: 96 * MiB };

describe('a size of a logical volume', () => {
  it.each([
    ['512', 'to', 512 * MiB, '512m'],
    ['0.5G', 'to', 512 * MiB, '0.5g'],
    ['8192s', 'to', 4 * MiB, '8192s'],
    ['4194304b', 'to', 4 * MiB, '4194304b'],
    ['+1t', 'by-more', 1024 ** 4, '+1t'],
    ['-4m', 'by-less', 4 * MiB, '-4m'],
  ])('%s: %s %d bytes', (size, change, bytes, text) => {
    expect(parseSize(size)).toMatchObject({ kind: 'bytes', change, bytes, text });
  });

  it.each([
    ['10%VG', 'to', 10, 'VG'],
    ['+100%free', 'by-more', 100, 'FREE'],
    ['-5%PVS', 'by-less', 5, 'PVS'],
  ])('%s: %s %d %% of %s', (size, change, percent, of) => {
    expect(parseSize(size)).toMatchObject({ kind: 'share', change, percent, of });
  });

  it.each(['', '.5g', '10x', '10 m', '--test', '10%', '5.5%VG', '1e3', '10%ORIGIN', '101%VG'])(
    'is refused: %j',
    (size) => {
      expect(() => parseSize(size)).toThrow(/^lvol: /);
    },
  );

  it('is told in its unit with two digits', () => {
    expect(inUnit(20 * MiB, 'm')).toBe(20);
    expect(inUnit(20 * MiB, 'g')).toBe(0.02);
  });
});

describe('what happens to a volume that is there', () => {
  it.each([
    ['30m', 32, 'none'],
    ['30m', 28, 'extend'],
    ['30m', 36, 'reduce'],
    ['32m', 32, 'none'],
    ['+4m', 32, 'extend'],
    ['-4m', 32, 'reduce'],
    ['+100%FREE', 28, 'extend'],
    ['+1%VG', 28, 'none'],
    ['10%VG', 28, 'none'],
    ['10%VG', 32, 'none'],
    ['10%VG', 24, 'extend'],
    ['10%VG', 36, 'reduce'],
    ['50%PVS', 48, 'none'],
    ['50%FREE', 48, 'none'],
    ['50%FREE', 40, 'extend'],
  ] as const)('%s of %d MiB: %s', (size, mebibytes, expected) => {
    expect(resizeFor(parseSize(size), { ...surroundings, current: mebibytes * MiB })).toBe(expected);
  });

  it('is nothing once it has the size that LVM gives for what was asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10 }),
        (kibibytes, power) => {
          const extent = 128 * 1024 * 2 ** power;
          const given = Math.ceil((kibibytes * 1024) / extent) * extent;
          expect(resizeFor(parseSize(`${kibibytes}k`), { ...surroundings, extent, current: given })).toBe(
            'none',
          );
        },
      ),
    );
  });

  it('is nothing once it has a share, rounded up or down', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 100, max: 100_000 }),
        (percent, extents) => {
          const extent = surroundings.extent;
          const room = { ...surroundings, group: extents * extent };
          const exact = (extents * percent) / 100;
          for (const given of [Math.floor(exact), Math.ceil(exact)]) {
            expect(resizeFor(parseSize(`${percent}%VG`), { ...room, current: given * extent })).toBe('none');
          }
        },
      ),
    );
  });
});
