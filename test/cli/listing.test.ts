import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedOutputs } from './recorded-output.ts';
import { runMain } from './run-main.ts';

const folder = join(import.meta.dirname, '../cases/listing');

const recorded = recordedOutputs(join(folder, 'recorded.txt'));

describe('lists what ansible-playbook lists, character for character', () => {
  test.each(recorded)('$options', async ({ options, output, code }) => {
    const words = options.split(' ').map((word) => (word.endsWith('.yml') ? join(folder, word) : word));
    const ran = await runMain(['run', '-i', 'a,', ...words]);
    expect(ran.stdout.replaceAll(`${folder}/`, '')).toBe(output);
    expect(ran.code).toBe(code);
  });
});

describe('what could not be carried out', () => {
  const playbook = join(import.meta.dirname, '../cases/listing/cannot-be-played.yml');

  test('is listed all the same, with a warning', async () => {
    const ran = await runMain(['run', '-i', 'a,', playbook, '--list-tasks']);
    expect(ran.stdout).toContain('      Wrong argument\tTAGS: []\n      No file\tTAGS: []\n');
    expect(ran.stderr).toMatch(/^warning\[unknown-argument\]/m);
    expect(ran.code).toBe(0);
  });

  test('is an error of --syntax-check', async () => {
    const ran = await runMain(['run', '-i', 'a,', playbook, '--syntax-check']);
    expect(ran.stderr).toMatch(/^error\[unknown-argument\]/m);
    expect(ran.code).not.toBe(0);
  });
});
