import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runMain } from './run-main.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsplay-prepare-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('what is doubtful in the variables of groups and hosts is warned about, once, beside playbook and inventory', async () => {
  write('inventory/hosts', 'a ansible_connection=local\n');
  write('inventory/group_vars/all.yml', 'of_group: 22:22\n');
  write('host_vars/a.yml', 'of_host: 33:33\n');
  write(
    'site.yml',
    '- hosts: a\n  gather_facts: false\n  tasks: [{debug: {msg: "{{ of_group }} {{ of_host }}"}}]\n',
  );
  const ran = await runMain(['run', '-i', join(folder, 'inventory/hosts'), join(folder, 'site.yml')]);
  expect(ran.code).toBe(0);
  const lines = ran.stderr.split('\n').filter((line) => /^\S*warning/i.test(line));
  expect(lines.map((line) => /22:22|33:33/.exec(line)?.[0]).sort()).toEqual(['22:22', '33:33']);
});
