import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runMain } from './run-main.ts';

const folder = join(import.meta.dirname, '../cases/inventory-views');

/** `$ OPTIONS`, what ansible-inventory printed, and its exit code as `[0]`. */
const recorded = readFileSync(join(folder, 'recorded.txt'), 'utf8')
  .split(/^\$ /m)
  .slice(1)
  .map((section) => {
    const end = section.indexOf('\n');
    const [, output = '', code = ''] = /^([\s\S]*?)\[(\d+)\]\n$/.exec(section.slice(end + 1)) ?? [];
    return { options: section.slice(0, end), output, code: Number(code) };
  });

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
