import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/engine/events.ts';
import { createHumanReporter } from '../../src/reporters/human.ts';

const span = { file: { path: 'site.yml', text: '' }, start: 0, end: 0 };

function finished(looped: boolean): RunEvent {
  return {
    type: 'task-finished',
    task: { id: 1, name: 'Install', action: 'dnf', span, kind: 'task' },
    host: 'h',
    status: 'changed',
    ignored: false,
    result: new Map([['results', ['Installed: tree']]]),
    showDiff: false,
    alwaysShown: false,
    diagnostics: [],
    duration: 1,
    looped,
  };
}

test.each([
  ["a module's own key `results` is no loop", false, 'changed: [h] => {"results": ["Installed: tree"]}\n'],
  ["what a loop's items came to is not told twice", true, ''],
])('%s', (_name, looped, text) => {
  const reporter = createHumanReporter({ verbosity: 1, color: false, columns: 80 });
  const [banner, ...outputs] = reporter.report(finished(looped));
  expect(banner?.text).toContain('TASK [Install]');
  expect(outputs.map((output) => output.text).join('')).toBe(text);
});
