import { execFile, execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type Asked, openAnswers } from '../../../src/connection/open-ssh/answers.ts';
import { Secret } from '../../../src/values/types.ts';
import { scratchFolder } from '../../module/local-context.ts';

async function answering(
  asked: Asked,
): Promise<{ readonly folder: string; readonly ask: (question: string) => Promise<string> }> {
  const { path, remove } = scratchFolder();
  onTestFinished(remove);
  const answers = await openAnswers(path, asked);
  onTestFinished(() => answers.close());
  const ask = async (question: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(answers.environment['SSH_ASKPASS'] ?? 'false', [question]);
    return stdout;
  };
  return { folder: path, ask };
}

test('each question gets its own answer, as often as hosts on the way ask', async () => {
  const { ask } = await answering({
    password: new Secret("it's $a\\b`"),
    passphrase: new Secret('open sesame'),
  });
  expect(await ask("root@gate's password: ")).toBe("it's $a\\b`\n");
  expect(await ask("root@inner's password: ")).toBe("it's $a\\b`\n");
  expect(await ask("Enter passphrase for key '/k': ")).toBe('open sesame\n');
});

test('anything else is answered by a no', async () => {
  const { ask } = await answering({ password: new Secret('p') });
  await expect(ask('Are you sure you want to continue connecting (yes/no)?')).rejects.toThrow();
  await expect(ask("Enter passphrase for key '/k': ")).rejects.toThrow();
});

test('the secrets are in no file', async () => {
  const { folder } = await answering({ password: new Secret('hunter2') });
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { name } of files) expect(await readFile(join(folder, name), 'utf8')).not.toContain('hunter2');
  expect(execFileSync('stat', ['-c', '%F %a', join(folder, 'password')], { encoding: 'utf8' })).toBe(
    'fifo 600\n',
  );
});

test('nothing is set up where there is nothing to tell', async () => {
  const { path, remove } = scratchFolder();
  onTestFinished(remove);
  expect((await openAnswers(path, {})).environment).toEqual({});
  expect(await readdir(path)).toEqual([]);
});
