import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { TsplayError } from '../../errors.ts';

/**
 * Hands content to `$EDITOR` (vi) and gives back what it became. It lies in a folder and a file that only this user may
 * enter; both are gone afterwards, however it ends, and the file's bytes overwritten before. `path` names the file.
 */
export async function editText(path: string, content: Uint8Array): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'tsplay-vault-'));
  const file = join(folder, basename(path));
  try {
    await writeFile(file, content, { mode: 0o600, flag: 'wx' });
    await runEditor(file);
    return await readFile(file);
  } finally {
    await destroy(folder);
  }
}

/** `EDITOR` may hold options: a shell takes it apart, and gets the file as a word of its own. */
async function runEditor(file: string): Promise<void> {
  const editor = process.env['EDITOR'] || 'vi';
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'tsplay', file], { stdio: 'inherit' });
  // A signal must not end this process before the file is destroyed: it ends the editor, and with it the edit.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  try {
    const ended = await new Promise<string | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) =>
        resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)),
      );
    });
    if (ended === undefined) return;
    throw new TsplayError({
      code: 'editor-failed',
      message: `the editor '${editor}' ended with ${ended}: nothing was changed`,
      hint: 'set EDITOR to the editor that you want',
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
  }
}

/** An editor may leave copies beside the file. */
async function destroy(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const status = await stat(path).catch(() => undefined);
    if (status?.isFile()) await writeFile(path, randomBytes(Math.max(status.size, 1)), { flag: 'r+' });
  }
  await rm(folder, { recursive: true, force: true });
}
