import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';

const folder = join(import.meta.dirname, '../cases/reporters');
const recorded = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Without times; and without the places of failed tasks, which are ours alone. */
function timeless(text: string): string {
  return text
    .replace(/"(start|end|delta)": "[^"]*"/g, '"$1": "TIME"')
    .split('\n')
    .filter((line) => !/^ {2}at .*\.yml:\d+:\d+$/.test(line))
    .join('\n');
}

describe('the human reporter prints what ansible-playbook prints', () => {
  test.each([
    ['without -v', [], 'results.txt'],
    ['with -v', ['-v'], 'results-v.txt'],
  ])('%s', async (_name, options, file) => {
    const ran = await runMain(['run', '-i', 'a,', '-c', 'local', join(folder, 'results.yml'), ...options]);
    expect(timeless(ran.stdout)).toBe(timeless(recorded(file)));
    expect(ran.code).toBe(2);
  });
});

describe('the ad-hoc reporter prints what ansible prints', () => {
  const calls = recorded('ad-hoc.txt')
    .split(/^\$ /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n');
      const [, output = '', code = ''] = /^([\s\S]*?)\[(\d+)\]\n$/.exec(section.slice(end + 1)) ?? [];
      return { call: section.slice(0, end), output, code: Number(code) };
    });

  test.each(calls)('$call', async ({ call, output, code }) => {
    const [, module = '', args = ''] = /^-m (\S+)(?: -a '(.*)')?$/.exec(call) ?? [];
    const ran = await runMain(['exec', 'a', '-i', 'a,', '-c', 'local', '-m', module, '-a', args]);
    expect(timeless(ran.stdout)).toBe(timeless(output));
    expect(ran.code).toBe(code);
  });

  test('except that stdout, stderr and message of a failed command are on lines of their own', async () => {
    const args = 'sh -c "echo out; echo err >&2; exit 3"';
    const ran = await runMain(['exec', 'a', '-i', 'a,', '-c', 'local', '-a', args]);
    expect(ran.stdout).toBe('a | FAILED | rc=3 >>\nout\nerr\nnon-zero return code\n');
    expect(ran.code).toBe(2);
  });
});
