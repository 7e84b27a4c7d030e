import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { deferred } from '../deferred.ts';
import { settledWithin } from '../settled-within.ts';

/** How often it is looked whether ssh has logged in. */
const LOOK_MS = 10;
/** Of what ssh writes, the end is kept. */
const KEPT_CHARACTERS = 8192;

/**
 * Ends the program when our end of its stdin is gone, however this process ended: a master without an owner would keep
 * the login open for ever.
 */
const WITH_ITS_OWNER = `exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _ <&3; kill "$program"; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$program"
status=$?
kill "$watch" 2>/dev/null
exit "$status"`;

/** A program ssh that has logged in and lets others use its connection. */
export interface Master {
  /** Settles when it has logged in; undefined when it ended instead. */
  readonly ready: Promise<true | undefined>;
  /** Settles with what it wrote on stderr, once it has ended. */
  readonly ended: Promise<string>;
  /** The exit status, once it has ended. */
  readonly status: () => number | null;
  stop(): void;
}

export interface MasterOptions {
  /** ssh and its arguments. */
  readonly command: readonly string[];
  /** Where it listens once it has logged in. */
  readonly socket: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts ssh in a session of its own: a Ctrl-C at the terminal is not for it. */
export function startMaster({ command, socket, environment }: MasterOptions): Master {
  const child: ChildProcessByStdio<Writable, null, Readable> = spawn(
    '/bin/sh',
    ['-c', WITH_ITS_OWNER, 'sh', ...command],
    { stdio: ['pipe', 'ignore', 'pipe'], detached: true, env: { ...process.env, ...environment } },
  );
  const ended = deferred<string>();
  let stderr = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_CHARACTERS);
  });
  child.stdin.on('error', () => undefined);
  child.once('error', (error) => ended.resolve(error.message));
  child.once('exit', () => setImmediate(() => ended.resolve(stderr)));
  return {
    ready: listening(socket, ended.promise),
    ended: ended.promise,
    status: () => child.exitCode,
    stop: () => void child.stdin.destroy(),
  };
}

/** ssh puts its socket in place when it has logged in and listens. */
async function listening(socket: string, ended: Promise<unknown>): Promise<true | undefined> {
  for (;;) {
    if (existsSync(socket)) return true;
    if (await settledWithin(ended, LOOK_MS)) return existsSync(socket) ? true : undefined;
  }
}
