import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runMain } from './run-main.ts';

const folder = join(import.meta.dirname, '../cases/listing');

/** `$ PLAYBOOK OPTIONS`, what ansible-playbook printed, and its exit code as `[0]`. */
const recorded = readFileSync(join(folder, 'recorded.txt'), 'utf8')
  .split(/^\$ /m)
  .slice(1)
  .map((section) => {
    const end = section.indexOf('\n');
    const [, output = '', code = ''] = /^([\s\S]*?)\[(\d+)\]\n$/.exec(section.slice(end + 1)) ?? [];
    return { options: section.slice(0, end), output, code: Number(code) };
  });

describe('lists what ansible-playbook lists, character for character', () => {
  test.each(recorded)('$options', async ({ options, output, code }) => {
    const words = options.split(' ').map((word) => (word.endsWith('.yml') ? join(folder, word) : word));
    const ran = await runMain(['run', '-i', 'a,', ...words]);
    expect(ran.stdout.replaceAll(`${folder}/`, '')).toBe(output);
    expect(ran.code).toBe(code);
  });
});
