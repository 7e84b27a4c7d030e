import { spawn } from 'node:child_process';
import { ModuleFailure } from '../result.ts';

export interface ProgramOutput {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs rsync on the controller, without a shell and without a terminal. Throws ModuleFailure when there is none. */
export function runHere(words: readonly string[], signal: AbortSignal): Promise<ProgramOutput> {
  const child = spawn('rsync', words, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      reject(
        isMissing ? new ModuleFailure('synchronize: there is no rsync on the controller: install it') : error,
      );
    });
    child.once('close', (code) =>
      resolve({
        rc: code ?? 255,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}
