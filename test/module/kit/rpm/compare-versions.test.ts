import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareEvr, compareRpmVersions, parseEvr } from '../../../../src/module/kit/rpm/compare-versions.ts';

/** As `rpm --eval '%{lua: print(rpm.vercmp("a", "b"))}'` of rpm 4.18 orders them. */
const orders: readonly (readonly [older: string, newer: string])[] = [
  ['1.0', '1.1'],
  ['1.9', '1.10'],
  ['1.0', '1.0.0'],
  ['1.0a', '1.0b'],
  ['1.a', '1.0'],
  ['1.0~rc1', '1.0'],
  ['1.0~rc1', '1.0~rc2'],
  ['1.0', '1.0^git1'],
  ['1.0^git1', '1.0.1'],
  ['1.0~rc1', '1.0^git1'],
  ['1', '1a'],
  ['99999999999999999998', '99999999999999999999'],
];

describe('versions of packages', () => {
  test.each(orders)('%s is older than %s', (older, newer) => {
    expect(compareRpmVersions(older, newer)).toBeLessThan(0);
    expect(compareRpmVersions(newer, older)).toBeGreaterThan(0);
  });

  test.each([
    ['1.0', '1_0'],
    ['1.01', '1.1'],
    ['1..0', '1.0'],
  ])('%s and %s are the same', (one, other) => {
    expect(compareRpmVersions(one, other)).toBe(0);
  });

  test('the order has one direction', () => {
    const version = fc.string({ unit: fc.constantFrom(...'019abA.~^-_'), maxLength: 12 });
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareRpmVersions(a, b)) + Math.sign(compareRpmVersions(b, a))).toBe(0);
      }),
    );
  });

  test('an epoch weighs more than any version, and a release that is not named does not count', () => {
    expect(compareEvr(parseEvr('1:1.0-1'), parseEvr('2.0-1'))).toBeGreaterThan(0);
    expect(compareEvr(parseEvr('2.0-1'), parseEvr('2.0-2'))).toBeLessThan(0);
    expect(compareEvr(parseEvr('2.0-1'), parseEvr('2.0'))).toBe(0);
  });
});
