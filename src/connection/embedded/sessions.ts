import { type ChildProcess, spawn } from 'node:child_process';
import type { Connection, ServerChannel } from 'ssh2';

/** How commands are run, and what tests hear of them. */
export interface SessionOptions {
  /** The working folder and HOME of the commands. */
  readonly home: string;
  /** The login shell, given `-c COMMAND`; `/bin/sh` by default. */
  readonly loginShell?: string;
  /** Added to the commands' environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** More channels than this at a time are refused on one connection, as sshd's MaxSessions does. */
  readonly maxSessions?: number;
  /** Called with each command before it is started: for tests that count, delay (await) or drop. */
  readonly onExec?: (command: string) => Promise<void> | void;
}

export interface SessionServer {
  /** Answers the sessions of one connection that has logged in. */
  serve(connection: Connection): void;
  /** Ends the commands that still run. */
  endAll(): void;
}

/** Runs `exec` requests through the login shell, as sshd does: the streams stay open while anyone holds them. */
export function createSessionServer(options: SessionOptions): SessionServer {
  const children = new Set<ChildProcess>();

  const serve = (connection: Connection): void => {
    const own = new Set<ChildProcess>();
    let open = 0;
    // When the client is gone, a shell reads the end of its input and leaves; output goes nowhere.
    connection.on('close', () => {
      for (const child of own) {
        child.stdin?.end();
        child.stdout?.resume();
        child.stderr?.resume();
      }
    });
    connection.on('session', (acceptSession, rejectSession) => {
      if (open >= (options.maxSessions ?? Number.POSITIVE_INFINITY)) {
        rejectSession();
        return;
      }
      open += 1;
      const session = acceptSession();
      session.on('close', () => {
        open -= 1;
      });
      session.on('exec', async (acceptExec, _reject, { command }) => {
        await options.onExec?.(command);
        // A client that is gone by now leaves nothing to accept.
        const channel: ServerChannel | undefined = acceptExec();
        if (channel === undefined) {
          return;
        }
        const child = runCommand(channel, command, options);
        for (const set of [children, own]) {
          set.add(child);
          child.once('exit', () => set.delete(child));
        }
      });
    });
  };
  return {
    serve,
    endAll() {
      for (const child of children) {
        child.stdin?.end();
        child.kill('SIGTERM');
      }
    },
  };
}

function runCommand(channel: ServerChannel, command: string, options: SessionOptions): ChildProcess {
  const child = spawn(options.loginShell ?? '/bin/sh', ['-c', command], {
    cwd: options.home,
    env: { PATH: process.env['PATH'], HOME: options.home, ...options.environment },
    detached: true,
  });
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.on('error', () => channel.close());
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on('exit', (code, signal) => {
    if (code !== null) {
      channel.exit(code);
    } else if (signal !== null) {
      channel.exit(signal.replace(/^SIG/, ''));
    }
  });
  child.on('close', () => channel.end());
  // The client closed this channel alone.
  channel.on('close', () => {
    child.stdin.end();
    child.stdout.resume();
    child.stderr.resume();
  });
  return child;
}
