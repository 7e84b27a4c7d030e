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

it('says when and how long, to the microsecond', () => {
  const start = new Date(2026, 0, 2, 10, 0, 0).getTime();
  expect(timestamps(start, start + 2000.25)).toEqual({
    start: '2026-01-02 10:00:00',
    end: '2026-01-02 10:00:02.000250',
    delta: '0:00:02.000250',
  });
});
