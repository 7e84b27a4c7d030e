import { deferred } from '../connection/deferred.ts';
import { type Channel, type ChannelExit, ConnectionLost } from '../connection/types.ts';
import { becomeMethods } from './become/methods.ts';
import { describeExit } from './become/words.ts';
import { createPreamble } from './preamble.ts';
import { BecomeError, type BecomeSpec } from './types.ts';

/** Random words of one launch: printed by the login shell's `/bin/sh`, by the wanted user's, and by sudo to ask. */
export interface HandshakeWords {
  readonly loggedIn: string;
  readonly ready: string;
  readonly prompt: string;
}

/** A command that runs as the wanted user; whatever was printed before it is gone. */
export interface Launched {
  readonly channel: Channel;
  /** The pid of the `/bin/sh` that runs the script. */
  readonly pid: number;
  /** Hands over the output, from the script's first byte on. To be called once. */
  readonly listen: (listeners: OutputListeners) => void;
}

export interface OutputListeners {
  readonly stdout: (chunk: Buffer) => void;
  readonly stderr: (chunk: Buffer) => void;
}

export interface HandshakeOptions {
  readonly channel: Channel;
  readonly become: BecomeSpec | undefined;
  readonly words: HandshakeWords;
}

export interface Handshake {
  /** Errors: ConnectionLost, BecomeError. */
  readonly launched: Promise<Launched>;
  /** The error to give when it takes longer than this. */
  timedOut(milliseconds: number): Error;
}

/** Follows a launch until the wanted user's shell is there; writes the password when, and only when, it is asked for. */
export function followHandshake({ channel, become, words }: HandshakeOptions): Handshake {
  const result = deferred<Launched>();
  const stdout = createPreamble(words.ready);
  const stderr = createPreamble(words.ready);
  let passwordSent = false;

  const said = (): string =>
    [stderr, stdout]
      .map((stream) => forPeople(stream.text(), words))
      .filter((text) => text !== '')
      .join('; ');
  const refuse = (spec: BecomeSpec, exit: ChannelExit, complaint = said()): void =>
    result.reject(becomeMethods[spec.method].explain({ spec, said: complaint, exit, passwordSent }));

  const answerPrompt = (spec: BecomeSpec): void => {
    const { countPrompts } = becomeMethods[spec.method];
    const prompts = countPrompts(stderr.text(), words.prompt) + countPrompts(stdout.text(), words.prompt);
    if (prompts === 0) {
      return;
    }
    if (spec.password === undefined) {
      refuse(spec, { code: 1, signal: null }, 'a password is required');
    } else if (!passwordSent) {
      passwordSent = true;
      channel.write(`${spec.password.reveal()}\n`).catch(result.reject);
    } else if (prompts > 1) {
      refuse(spec, { code: 1, signal: null });
    }
  };
  const proceed = (): void => {
    const pid = stdout.announcement();
    if (pid !== undefined) {
      result.resolve({
        channel,
        pid: Number(pid),
        listen(listeners) {
          stdout.handOver(listeners.stdout);
          stderr.handOver(listeners.stderr);
        },
      });
    } else if (become !== undefined) {
      answerPrompt(become);
    }
  };
  channel.onStdout((chunk) => {
    stdout.feed(chunk);
    proceed();
  });
  channel.onStderr((chunk) => {
    stderr.feed(chunk);
    proceed();
  });
  channel.exit.then((exit) => {
    if (become !== undefined && stdout.text().includes(words.loggedIn)) {
      refuse(become, exit);
    } else {
      result.reject(noShell(said(), exit));
    }
  }, result.reject);

  return { launched: result.promise, timedOut: (milliseconds) => silence(become, said(), milliseconds) };
}

/** What was printed on one stream, once logged in: without a banner, our random words and blank lines. */
function forPeople(printed: string, words: HandshakeWords): string {
  return printed
    .slice(Math.max(0, printed.lastIndexOf(words.loggedIn)))
    .replaceAll(words.prompt, '')
    .replaceAll(words.loggedIn, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('; ');
}

function noShell(said: string, exit: ChannelExit): ConnectionLost {
  return new ConnectionLost(
    'no-shell',
    `the login shell did not start /bin/sh: it ended ${describeExit(exit)} and said: ${said || 'nothing'}`,
    'the account needs a login shell that runs commands (not nologin or false), and the machine a /bin/sh',
  );
}

function silence(become: BecomeSpec | undefined, said: string, milliseconds: number): Error {
  const after = `within ${milliseconds / 1000} s; it said: ${said || 'nothing'}`;
  return become === undefined
    ? new ConnectionLost('no-shell', `the login shell did not start /bin/sh ${after}`)
    : new BecomeError(
        `cannot become ${JSON.stringify(become.user)}: ${become.method} did not answer ${after}`,
        'it may be asking for something else than a password',
      );
}
