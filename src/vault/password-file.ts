import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TsplayError } from '../errors.ts';
import { decryptFile } from '../source/encrypted.ts';
import { similarFile } from '../source/file-search.ts';
import type { Vault } from '../source/span.ts';
import { Secret } from '../values/types.ts';

export interface PasswordFileOptions {
  /** The vault id whose password is wanted: programs whose name ends in `-client` are told. */
  readonly label: string;
  /** Opens a password file that is itself encrypted, with the passwords that are known by then. */
  readonly vault: Vault;
}

/**
 * The password in a file, without the whitespace around it. An executable file is run, and prints it.
 *
 * @throws TsplayError `file-not-found`, `vault-password-unreadable`, `vault-password-empty`, `vault-password-program`
 */
export function readPasswordFile(path: string, options: PasswordFileOptions): Secret {
  const absolute = resolve(path);
  const output = isProgram(absolute) ? runProgram(absolute, options) : readContent(absolute, options);
  const text = output.toString('utf8').trim();
  if (text !== '') return new Secret(text);
  throw new TsplayError({
    code: 'vault-password-empty',
    message: `the vault password file '${path}' gives no password: it is empty`,
  });
}

function isProgram(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) {
    throw new TsplayError({
      code: 'file-not-found',
      message: `there is no vault password file '${path}'`,
      hint: similarFile(path),
    });
  }
  if (!status.isFile()) return false;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  // Root may execute nothing that has no permission bit for it, yet access() says so on some file systems.
  return (status.mode & 0o111) !== 0;
}

function readContent(path: string, { vault }: PasswordFileOptions): Buffer {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new TsplayError({
      code: 'vault-password-unreadable',
      message: `cannot read the vault password file '${path}': ${reasonOf(cause)}`,
      cause,
    });
  }
  return decryptFile(path, content, vault);
}

/** What it writes to stderr, and asks on the terminal, is between it and the user. */
function runProgram(path: string, { label }: PasswordFileOptions): Buffer {
  const isClient = /-client(?:\.[^.]*)?$/.test(basename(path));
  const done = spawnSync(path, isClient ? ['--vault-id', label] : [], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  if (done.error === undefined && done.status === 0) return done.stdout;
  const why =
    done.error === undefined
      ? done.status === null
        ? `was ended by ${done.signal}`
        : `ended with exit code ${done.status}`
      : `cannot be run: ${done.error.message}`;
  const wantsArgument = isClient && done.status === 2 ? ` (it may know no vault id '${label}')` : '';
  throw new TsplayError({
    code: 'vault-password-program',
    message: `the vault password program '${path}' ${why}${wantsArgument}`,
    hint:
      done.error === undefined
        ? undefined
        : 'a file with the password itself must not be executable: chmod -x it',
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
