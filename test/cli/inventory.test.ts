import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedOutputs } from './recorded-output.ts';
import { runMain } from './run-main.ts';

const folder = join(import.meta.dirname, '../cases/inventory-views');

const recorded = recordedOutputs(join(folder, 'recorded.txt'));

describe('prints what ansible-inventory prints, character for character', () => {
  test.each(recorded)('$options', async ({ options, output, code }) => {
    const ran = await runMain(['inventory', '-i', join(folder, 'hosts.ini'), ...options.split(' ')]);
    expect(ran.stdout).toBe(output);
    expect(ran.code).toBe(code);
  });
});

describe('tsplay inventory', () => {
  test('wants to know what to print', async () => {
    const ran = await runMain(['inventory', '-i', 'a,']);
    expect([ran.code, ran.stdout]).toEqual([5, '']);
    expect(ran.stderr).toContain('--list, --graph or --host');
  });
});
