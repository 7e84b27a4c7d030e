import { expect, test } from 'vitest';
import { createHumanReporter } from '../../src/reporters/human.ts';
import { toJs } from '../../src/values/convert.ts';
import { play, playText } from './play-text.ts';

const tasks = play(`- set_stats: {data: {one: 1, two: {k: v}, three: [1]}}
- set_stats: {data: {one: 2, two: {l: w}}, per_host: true}
- set_stats: {data: {one: 2, two: {l: w}, three: [2]}}
- set_stats: {data: {two: no dict, four: 1}}
- set_stats: {data: {four: 9}, aggregate: false}`);

test('figures of the same name are added up, by host or for the run', async () => {
  const { events } = await playText(tasks);
  const finished = events.find((event) => event.type === 'run-finished');
  const { run, hosts } = finished?.customStats ?? { run: new Map(), hosts: new Map() };
  expect(toJs(new Map(run))).toEqual({ one: 3, two: { k: 'v', l: 'w' }, three: [1, 2], four: 9 });
  expect(toJs(new Map(hosts.get('a') ?? []))).toEqual({ one: 2, two: { l: 'w' } });
});

test('they are shown after the recap, in the shape that Ansible has, when that is asked for', async () => {
  const { events } = await playText(play('- set_stats: {data: {one: 2, two: {l: [1, 2]}}, per_host: true}'));
  const shown = (showCustomStats: boolean): string => {
    const reporter = createHumanReporter({ verbosity: 0, color: false, columns: 79, showCustomStats });
    return events.flatMap((event) => reporter.report(event).map(({ text }) => text)).join('');
  };
  expect(shown(true)).toContain('\ta: { "one": 2, "two": {  "l": [   1,   2  ] }}\n');
  expect(shown(false)).not.toContain('CUSTOM STATS');
});
