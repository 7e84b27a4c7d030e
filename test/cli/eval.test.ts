import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { splitWords } from '../../src/module/kit/split-words.ts';
import { runMain } from './run-main.ts';

const folder = join(import.meta.dirname, '../cases/eval');
const path = join(folder, 'recorded.txt');
const isRecording = process.env['RECORD'] === '1';

/** `$ WORDS`, what is printed, and the exit code as `[0]`. */
const recorded = readFileSync(path, 'utf8')
  .split(/^\$ /m)
  .slice(1)
  .map((section) => ({ command: section.split('\n', 1)[0] ?? '', section: `$ ${section}` }));

describe('eval prints', () => {
  const made: string[] = [];
  afterAll(() => {
    if (isRecording) writeFileSync(path, made.join(''));
  });

  test.each(recorded)('$command', async ({ command, section }) => {
    const words = (splitWords(command) ?? []).map((word) =>
      word.endsWith('.yml') ? join(folder, word) : word.replaceAll('\\n', '\n'),
    );
    const { stdout, stderr, code } = await runMain([
      'eval',
      '-i',
      join(folder, 'inventory/hosts.ini'),
      ...words,
    ]);
    const errors = stderr === '' ? '' : `--- stderr\n${stderr.trimEnd()}\n`;
    const printed = `$ ${command}\n${stdout}${errors}[${code}]\n`.replaceAll(`${folder}/`, '');
    made.push(printed);
    if (!isRecording) expect(printed).toBe(section);
  });
});

test('eval without an inventory knows localhost and extra variables', async () => {
  const ran = await runMain(['eval', "x + 1, inventory_hostname, 'all' in groups", '-e', '{x: 3}']);
  expect(ran).toMatchObject({ code: 0, stdout: "localhost | tuple => (4, 'localhost', True)\n" });
});

test('eval refuses an inventory in error before it evaluates', async () => {
  const ran = await runMain(['eval', '1', '-i', join(folder, 'none.ini')]);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('inventory-not-found');
});
