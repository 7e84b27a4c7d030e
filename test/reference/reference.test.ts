import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defineModule } from '../../src/module/define.ts';
import { modulePage } from './module-page.ts';
import { referenceFolder, referencePages } from './pages.ts';

it('has the pages in docs/reference that the modules declare', () => {
  const pages = referencePages();
  const stale = [...pages].filter(([name, text]) => {
    const path = join(referenceFolder, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  const leftOver = readdirSync(referenceFolder).filter((name) => !pages.has(name));
  const names = [...stale.map(([name]) => name), ...leftOver];
  expect(names, 'docs/reference is stale: run `npm run reference` and commit what it writes').toEqual([]);
});

it('shows aliases, choices, defaults, refusals and stand-ins', () => {
  const page = modulePage(
    defineModule({
      name: 'thing',
      collection: 'some.where',
      summary: 'Keeps a thing',
      args: {
        name: { type: 'str', required: true, aliases: ['dest'], description: 'Its name.' },
        state: { type: 'str', choices: ['a', 'b|c'], default: 'a', description: 'What it shall be.' },
        parts: {
          type: 'list',
          elements: 'dict',
          description: 'Its parts.',
          options: { size: { type: 'int', description: 'How large.' } },
        },
        deep: { type: 'bool', description: 'Deep.', unsupported: 'nothing is deep here' },
      },
      requiredIf: [['state', 'a', ['parts']]],
      returns: { size: 'How large it is.' },
      examples: '- some.where.thing: { name: x }',
      check: 'none',
      diff: true,
      run: async () => ({}),
    }),
    { cases: ['test/cases/modules/thing.yml'], standIns: ['A script plays thingctl.'] },
  );
  expect(page).toContain('| `name` or `dest` | str | **required** | Its name. |');
  expect(page).toContain('| `state` | str | `"a"` | What it shall be. One of `a`, `b\\|c`. |');
  expect(page).toContain('| `parts.size` | int |  | How large. |');
  expect(page).toContain('| `deep` | nothing is deep here |');
  expect(page).not.toContain('| `deep` | bool');
  expect(page).toContain('- With `state: a`: `parts`.');
  expect(page).toContain('**A stand-in, not the real tool:** A script plays thingctl.');
  expect(page).toContain('Check mode skips the task.');
});
