import { expect, it } from 'vitest';
import { formatDuration, timestamps } from '../../../src/module/kit/timestamps.ts';

it.each([
  [4631, '0:00:00.004631'],
  [0, '0:00:00'],
  [61_000_000, '0:01:01'],
  [3_600_000_000 * 30, '1 day, 6:00:00'],
  [86_400_000_000 * 2 + 1, '2 days, 0:00:00.000001'],
])('prints %i microseconds as Python does', (micros, text) => {
  expect(formatDuration(micros)).toBe(text);
});

it('takes dates without fractions', () => {
  expect(timestamps('2026-01-01 10:00:00. 100', '2026-01-01 10:00:02. 102')).toEqual({
    start: '2026-01-01 10:00:00',
    end: '2026-01-01 10:00:02',
    delta: '0:00:02',
  });
});
