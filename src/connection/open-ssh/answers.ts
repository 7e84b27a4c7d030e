import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Secret } from '../../values/types.ts';

/** How the program ssh gets what it asks for. */
export interface Answers {
  /** Variables of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** No more answers are given. */
  close(): Promise<void>;
}

export interface Asked {
  readonly password?: Secret | undefined;
  readonly passphrase?: Secret | undefined;
}

/** A jump host and the host behind it may ask for the same password. */
const TIMES_ASKED = 8;

/** Anything but a password or a passphrase (`Are you sure you want to continue connecting`) is answered by a no. */
const SCRIPT = `#!/bin/sh
case $1 in
*assphrase*) kind=passphrase ;;
*assword*) kind=password ;;
*) exit 1 ;;
esac
cd "\${0%/*}" && [ -p "$kind" ] && IFS= read -r answer <"$kind" && printf '%s\\n' "$answer"
`;

/**
 * Answers the questions of the program ssh, which it puts to the program of SSH_ASKPASS. The secrets go through named
 * pipes in a folder that only this user can enter: they are in no file, no argument and no environment.
 */
export async function openAnswers(folder: string, asked: Asked): Promise<Answers> {
  const secrets = Object.entries({ password: asked.password, passphrase: asked.passphrase });
  const pipes: FileHandle[] = [];
  for (const [kind, secret] of secrets) {
    if (secret !== undefined) pipes.push(await filledPipe(join(folder, kind), secret));
  }
  if (pipes.length === 0) return { environment: {}, close: () => Promise.resolve() };
  const script = join(folder, 'answer');
  await writeFile(script, SCRIPT, { mode: 0o700 });
  return {
    // DISPLAY: before 8.4, ssh asks nobody where there seems to be no screen.
    environment: { SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: process.env.DISPLAY ?? ':0' },
    async close() {
      await Promise.all(pipes.splice(0).map((pipe) => pipe.close()));
    },
  };
}

/** Opened for reading too, so that neither side waits for the other; what is in it is gone once nobody has it open. */
async function filledPipe(path: string, secret: Secret): Promise<FileHandle> {
  await promisify(execFile)('mkfifo', ['-m', '600', path]);
  const pipe = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  await pipe.write(`${secret.reveal()}\n`.repeat(TIMES_ASKED));
  return pipe;
}
