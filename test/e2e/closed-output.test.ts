import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFolder } from './support/programs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tsplay-closed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a run whose reader has gone is played to its end, without a stack trace', async () => {
  const tasks = [
    ...Array.from({ length: 20 }, (_, index) => ({ debug: { msg: `line ${index}` } })),
    { copy: { content: 'done', dest: join(folder, 'done') } },
  ];
  const playbook = join(folder, 'site.yml');
  await writeFile(
    playbook,
    JSON.stringify([{ hosts: 'all', connection: 'local', gather_facts: false, tasks }]),
  );
  const program = join(projectFolder, 'dist/tsplay.mjs');
  const line = `"${process.execPath}" "${program}" run "${playbook}" -i a, 2>"${folder}/errors" | head -n 1; while ! [ -e "${folder}/done" ]; do sleep 0.1; done`;
  await promisify(execFile)('/bin/sh', ['-c', line], { timeout: 60_000 });
  expect(await readFile(join(folder, 'errors'), 'utf8')).toBe('');
});
