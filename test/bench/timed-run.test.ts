import { expect, test } from 'vitest';
import { medianCost } from './timed-run.ts';
import { changesOf } from './tools.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 100], 3.5],
])('the median of %j is %d', (seconds, middle) => {
  const costs = seconds.map((wallSeconds) => ({ wallSeconds, cpuSeconds: 1, peakMebibytes: 2 }));
  expect(medianCost(costs)).toEqual({ wallSeconds: middle, cpuSeconds: 1, peakMebibytes: 2 });
});

test('the changes of each host are read from a recap', () => {
  const recap = 'h1 : ok=61   changed=0    unreachable=0\nh2 : ok=62   changed=56   unreachable=0\n';
  expect(changesOf(recap)).toEqual([0, 56]);
});
