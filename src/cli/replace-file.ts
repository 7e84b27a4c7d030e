import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TsplayError } from '../errors.ts';

/** Of a file that holds, or held, a secret: nobody else's business. */
const PRIVATE_MODE = 0o600;

/**
 * Puts content in the place of a file, at once and whole: whoever reads it sees the old or the new. Mode and owner stay;
 * a link stays one; a new file is its owner's alone. Throws `file-unwritable`.
 */
export async function replaceFile(path: string, content: Uint8Array): Promise<void> {
  try {
    const target = await realpath(path).catch(() => path);
    await replace(target, content);
  } catch (cause) {
    throw new TsplayError({
      code: 'file-unwritable',
      message: `cannot write '${path}': ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

async function replace(target: string, content: Uint8Array): Promise<void> {
  const known = await stat(target).catch(() => undefined);
  const name = `.${basename(target)}.${randomBytes(6).toString('hex')}`;
  const temporary = join(dirname(target), name);
  const file = await open(temporary, 'wx', PRIVATE_MODE);
  try {
    try {
      await file.writeFile(content);
      if (known !== undefined) {
        const made = await file.stat();
        if (made.uid !== known.uid || made.gid !== known.gid) await file.chown(known.uid, known.gid);
        await file.chmod(known.mode & 0o7777);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
