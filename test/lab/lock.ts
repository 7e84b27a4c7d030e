import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Holds an exclusive lock while `action` runs. The kernel keeps it (flock), so it ends with this process however
 * that ends: there is no stale lock to find.
 */
export async function withLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  const hold = 'exec flock "$1" sh -c "echo locked; exec cat"';
  const holder = spawn('sh', ['-c', hold, 'lab-lock', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(holder, 'exit');
  const [outcome] = await Promise.race([once(holder.stdout, 'data'), ended]);
  if (!Buffer.isBuffer(outcome)) throw new Error(`flock ${file} ended with ${String(outcome)}`);
  try {
    return await action();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
