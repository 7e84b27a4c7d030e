import type { Output } from '../reporters/types.ts';

/** Where a command writes. Only the program hands out the real streams; tests collect. */
export interface Terminal {
  readonly color: boolean;
  /** Width of a banner. */
  readonly columns: number;
  write(output: readonly Output[]): void;
}

export interface TerminalOptions {
  /** `--color` / `--no-color`; decided by the stream and the environment when undefined. */
  readonly color?: boolean | undefined;
  /** Sends the run's own text to stderr, because stdout carries a document (JSON). */
  readonly stdoutIsData?: boolean;
}

/** The process's own streams. Colours as NO_COLOR, FORCE_COLOR and the terminal ask; 80 columns when there is none. */
export function processTerminal({ color, stdoutIsData = false }: TerminalOptions = {}): Terminal {
  const human = stdoutIsData ? process.stderr : process.stdout;
  const closed = closedStreams();
  return {
    color: color ?? wantsColor(human),
    columns: human.isTTY ? Math.max(79, human.columns - 1) : 79,
    write(outputs) {
      for (const { stream, text } of outputs) {
        if (!closed.has(stream)) process[stream].write(text);
      }
    },
  };
}

/** Writes a document of bytes to stdout: what a file holds is not always text. */
export function writeBytes(content: Uint8Array): void {
  process.stdout.write(content);
}

let watched: ReadonlySet<Output['stream']> | undefined;

/** The streams whose reader has gone (`| head`): the run goes on without it, rather than stop half-way on a host. */
function closedStreams(): ReadonlySet<Output['stream']> {
  watched ??= watchStreams();
  return watched;
}

function watchStreams(): ReadonlySet<Output['stream']> {
  const closed = new Set<Output['stream']>();
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      closed.add(stream);
    });
  }
  return closed;
}

function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, ANSIBLE_NOCOLOR, ANSIBLE_FORCE_COLOR, TERM } = process.env;
  if (isSet(FORCE_COLOR) || isSet(ANSIBLE_FORCE_COLOR)) return true;
  if (isSet(NO_COLOR) || isSet(ANSIBLE_NOCOLOR) || TERM === 'dumb') return false;
  return stream.isTTY === true;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}
