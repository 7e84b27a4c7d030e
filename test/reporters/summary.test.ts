import { expect, test } from 'vitest';
import { createHumanReporter } from '../../src/reporters/human.ts';
import { summaryLines } from '../../src/reporters/summary.ts';
import { fromJs } from '../../src/values/convert.ts';
import type { Dict } from '../../src/values/types.ts';
import { play, playText } from '../engine/play-text.ts';

type Kept = Readonly<Record<string, unknown>>;

function lines(hosts: Readonly<Record<string, Kept>>, run: Kept = {}): readonly string[] {
  const dict = (kept: Kept) => fromJs(kept) as Dict;
  const byHost = Object.entries(hosts).map(([host, kept]) => [host, dict(kept)] as const);
  return summaryLines({ run: dict(run), hosts: new Map(byHost) });
}

test('what several hosts say is one line that names them', () => {
  const sends = { summary: { Telegraf: 'sends to http://monit1:8086' } };
  const grafana = {
    summary: { grafana: ['https://monit.example.test/', 'https://b.example.test/'], ...sends.summary },
  };
  expect(lines({ db1: sends, monit1: grafana, web1: { summary: { Telegraf: 'sends nothing' } } })).toEqual([
    'grafana   https://monit.example.test/  [monit1]',
    'grafana   https://b.example.test/  [monit1]',
    'Telegraf  sends to http://monit1:8086  [db1, monit1]',
    'Telegraf  sends nothing  [web1]',
  ]);
});

test('what was kept for the run names no host', () => {
  expect(lines({}, { summary: { Machines: 4 } })).toEqual(['Machines  4']);
});

test.each([
  ['another key', { urls: { Grafana: 'https://a/' } }],
  ['a text', { summary: 'https://a/' }],
  ['a list', { summary: ['https://a/'] }],
  ['nothing in it', { summary: {} }],
])('%s makes no section', (_name, kept) => {
  expect(lines({ a: kept })).toEqual([]);
});

test('what a host says drives no terminal and stays on its line', () => {
  expect(lines({ a: { summary: { 'A\nB': 'x\r\n\u001b[2Jy' } } })).toEqual(['A B  x \ufffd[2Jy  [a]']);
});

test('it stands at the end of the run, whatever show_custom_stats says', async () => {
  const { events } = await playText(
    play('- set_stats: {data: {summary: {App: "https://{{ inventory_hostname }}/"}}, per_host: true}'),
  );
  const shown = (showCustomStats: boolean): string => {
    const reporter = createHumanReporter({ verbosity: 0, color: false, columns: 20, showCustomStats });
    return events.flatMap((event) => reporter.report(event).map(({ text }) => text)).join('');
  };
  for (const text of [shown(false), shown(true)]) {
    expect(text).toMatch(/\n\nSUMMARY \*{13}\nApp {2}https:\/\/a\/ {2}\[a\]\n/);
  }
});
