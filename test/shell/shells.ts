import { spawnSync } from 'node:child_process';

/** The POSIX shells that are installed here; the matrix of those tests that depend on the shell. */
export const shells: readonly string[] = ['/bin/sh', 'dash', 'bash', 'busybox sh'].filter(isInstalled);

function isInstalled(program: string): boolean {
  const [file = '', ...args] = program.split(' ');
  return spawnSync(file, [...args, '-c', ':']).status === 0;
}
