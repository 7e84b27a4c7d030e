import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDer } from '../../../../src/module/kit/crypto/der.ts';
import {
  decodeMoment,
  encodeMoment,
  momentOf,
  momentText,
} from '../../../../src/module/kit/crypto/validity.ts';
import { ModuleFailure } from '../../../../src/module/result.ts';

const now = new Date('2026-03-01T12:00:00.500Z');

test.each([
  ['+0s', '20260301120000Z'],
  ['+52w', '20270228120000Z'],
  ['-1d2h', '20260228100000Z'],
  ['+1w2d3h4m5s', '20260310150405Z'],
  ['+3', '20260301120003Z'],
  ['20300101000000Z', '20300101000000Z'],
  ['203001010000Z', '20300101000000Z'],
  ['20300101000000+0100', '20291231230000Z'],
  ['20300101000000-0130', '20300101013000Z'],
])('%s is %s', (text, expected) => {
  expect(momentText(momentOf(text, 'not_after', now))).toBe(expected);
});

test.each([
  '',
  '+',
  '1d',
  '+1y',
  '+1d1w',
  'tomorrow',
  '2030-01-01',
  '20300001000000Z',
  '20300230000000Z',
  '20300101250000Z',
  '+99999999w',
])(`'%s' is no time`, (text) => {
  expect(() => momentOf(text, 'not_after', now)).toThrow(ModuleFailure);
});

test('times are kept, before and after 2050', () => {
  const moment = fc
    .integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 })
    .map((seconds) => new Date(seconds * 1000));
  fc.assert(
    fc.property(moment, (one) => {
      const der = readDer(encodeMoment(one));
      expect(der.tag).toBe(one.getUTCFullYear() < 2050 ? 23 : 24);
      expect(decodeMoment(der)).toEqual(one);
    }),
  );
});
