import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../connection/embedded.ts';
import { runMain } from './run-main.ts';

/** Plays one task on this machine; `b` is a second name for it. */
async function play(tasks: string, ...options: readonly string[]) {
  const playbook = join(await scratchFolder(), 'site.yml');
  await writeFile(playbook, `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}`);
  return runMain(['run', '-c', 'local', '-i', 'a,', playbook, ...options]);
}

const show = (expression: string): string => `    - name: show\n      debug: {msg: "${expression}"}\n`;

describe('options of run', () => {
  test('-i and -e are repeatable, the last value of a variable wins', async () => {
    const { stdout, code } = await play(
      show('{{ x }} {{ y }}'),
      '-i',
      'b,',
      '-e',
      'x=1 y=2',
      '-e',
      '{"y": "three"}',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('ok: [a] =>');
    expect(stdout).toContain('ok: [b] =>');
    expect(stdout).toContain('"msg": "1 three"');
  });

  test.each([
    [
      ['-t', 'one', '-t', 'two'],
      ['one', 'two'],
    ],
    [
      ['-t', 'one,two'],
      ['one', 'two'],
    ],
    [
      ['--skip-tags', 'two'],
      ['one', 'three'],
    ],
    [
      ['--start-at-task', 'two'],
      ['two', 'three'],
    ],
  ])('%j plays %j', async (options, played) => {
    const tasks = ['one', 'two', 'three']
      .map((name) => `    - name: ${name}\n      ping:\n      tags: ${name}\n`)
      .join('');
    const { stdout } = await play(tasks, ...options);
    expect([...stdout.matchAll(/TASK \[(\w+)\]/g)].map(([, name]) => name)).toEqual(played);
  });

  test('--limit leaves the other hosts out', async () => {
    const { stdout } = await play(show('x'), '-i', 'b,', '--limit', 'b');
    expect(stdout).toContain('ok: [b]');
    expect(stdout).not.toContain('[a]');
  });

  test.each([
    [[], 'ok: [a]\n'],
    [['-v'], 'ok: [a] => {"changed": false, "ping": "pong"}\n'],
    [['-vvv'], 'ok: [a] => {\n    "changed": false,'],
  ])('%j shows a result as %j', async (options, shown) => {
    expect((await play('    - ping:\n', ...options)).stdout).toContain(shown);
  });

  test.each([
    [['--color'], true],
    [['--no-color'], false],
    [[], false],
  ])('%j colours: %s', async (options, colours) => {
    expect((await play(show('x'), ...options)).stdout.includes('\u001b[')).toBe(colours);
  });

  test('--output json gives one event a line', async () => {
    const { stdout } = await play(show('x'), '--output', 'json');
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types.at(0)).toBe('run-started');
    expect(types).toContain('task-finished');
    expect(types.at(-1)).toBe('run-finished');
  });
});

describe('exit codes are those of ansible-playbook', () => {
  test.each([
    ['0 when all is well', '    - ping:\n', 0],
    ['2 when a task failed', '    - command: "false"\n', 2],
    ['0 when the failure is ignored', '    - command: "false"\n      ignore_errors: true\n', 0],
    ['2 for wrong arguments', '    - file: {pth: /x}\n', 2],
    ['4 for a playbook that cannot be read', '    - nothing_like_that:\n', 4],
  ])('%s', async (_name, tasks, code) => {
    expect((await play(tasks)).code).toBe(code);
  });

  test.each([
    [['--version'], 0],
    [['--help'], 0],
    [[], 2],
    [['run'], 2],
    [['run', 'x.yml', '-f', '0'], 2],
  ])('%j: %i', async (argv, code) => {
    expect((await runMain(argv)).code).toBe(code);
  });
});

describe('drift', () => {
  async function drift(tasks: string, ...options: readonly string[]) {
    const playbook = join(await scratchFolder(), 'site.yml');
    await writeFile(playbook, `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}`);
    return runMain(['drift', '-c', 'local', '-i', 'a,', playbook, ...options]);
  }

  test('0 and "in line" when nothing would change', async () => {
    const { code, stdout } = await drift('    - ping:\n');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nDRIFT\na: in line\n$/);
  });

  test('2, and what differs and where, when something would', async () => {
    const path = join(await scratchFolder(), 'there');
    const { code, stdout } = await drift(`    - name: place\n      copy: {content: x, dest: ${path}}\n`);
    expect(code).toBe(2);
    expect(stdout).toMatch(/\nDRIFT\na: drifted \(1 change\)\n {2}~ place {2}.*site\.yml:4:7\n$/);
  });

  test('1 when a host failed', async () => {
    const { code, stdout } = await drift('    - name: breaks\n      fail: {msg: broken}\n');
    expect(code).toBe(1);
    expect(stdout).toContain('a: failed\n  ! breaks: broken\n');
  });

  test('its JSON is one document on stdout', async () => {
    const { code, stdout } = await drift('    - ping:\n', '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { in_line: 1, drifted: 0 },
      hosts: [{ host: 'a', verdict: 'in line' }],
    });
  });
});
