import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../context.ts';
import { ModuleFailure } from '../result.ts';

/** What one part of a script printed, and how it ended. */
export interface ReadOutput {
  readonly stdout: Buffer;
  readonly rc: number;
}

/**
 * Something to find out on the target: shell text that only reads, and what its output means. Readings compose: any
 * number of them costs one round trip.
 */
export interface Reading<T> {
  /** Empty when there is nothing to run: `parse` gets no output and the status 0 then. */
  readonly script: string;
  /**
   * The script runs in the step's own shell and saves the fork of a subshell. Only for text that neither ends that
   * shell nor changes it (exit, cd, set, umask, trap, exec). Variables that it sets are there for the inline readings
   * after it. With `sets` it leaves its output, which holds no NUL, in `$r` instead of printing it: what several such
   * readings found is printed at once, and wakes sshd and the controller once.
   */
  readonly inline?: Inline;
  parse(output: ReadOutput): T;
}

export type Inline = 'prints' | 'sets';

/** What named readings tell, by their names. */
export type Results<R extends Readonly<Record<string, Reading<unknown>>>> = {
  readonly [K in keyof R]: R[K] extends Reading<infer T> ? T : never;
};

/**
 * Runs all the readings in one round trip, in their order; each has a subshell of its own unless it is inline. What
 * they print may be any bytes. Without anything to run there is no round trip.
 */
export async function read<const R extends Readonly<Record<string, Reading<unknown>>>>(
  context: ModuleContext,
  readings: R,
): Promise<Results<R>> {
  const whole = together(readings);
  if (whole.script === '') return whole.parse(nothing);
  const { stdout, stderr, timedOut, rc } = await context.target.run(whole.script, { signal: context.signal });
  if (timedOut || !whole.isWhole(stdout)) {
    throw new ModuleFailure(unreadable, { stderr: stderr.toString(), stdout: stdout.toString() });
  }
  return whole.parse({ stdout, rc });
}

/** Any number of named readings as one. */
export function together<const R extends Readonly<Record<string, Reading<unknown>>>>(
  readings: R,
): WholeReading<Results<R>> {
  const entries = Object.entries(readings);
  const whole = allOf(entries.map(([, reading]) => reading));
  return {
    ...whole,
    parse: (output) => {
      const values = whole.parse(output);
      return Object.fromEntries(entries.map(([name], index) => [name, values[index]])) as Results<R>;
    },
  };
}

const nothing: ReadOutput = { stdout: Buffer.alloc(0), rc: 0 };
const unreadable = 'the state of the target could not be read';

/** A reading of something else's output. */
export function mapReading<T, U>(reading: Reading<T>, change: (value: T) => U): Reading<U> {
  return { ...reading, parse: (output) => change(reading.parse(output)) };
}

/** Nothing to find out: for a reading that is only sometimes needed. */
export function noReading<T>(value: T): Reading<T> {
  return { script: '', parse: () => value };
}

/** The text that a script prints, without line ends at its end; undefined when it fails. */
export function textReading(script: string, inline?: Inline): Reading<string | undefined> {
  return {
    script,
    ...(inline === undefined ? {} : { inline }),
    parse: ({ stdout, rc }) => (rc === 0 ? stdout.toString().replace(/\n+$/, '') : undefined),
  };
}

/** How many readings may be kept in `$out`: shells copy the whole of a variable that something is added to. */
const KEPT_READINGS = 16;

/** The readings one after the other, each followed by the marker and its status on a line of their own. */
function sections(readings: readonly Reading<unknown>[], marker: string): string {
  const lines: string[] = [];
  let kept = 0;
  const print = (): void => {
    if (kept > 0) lines.push(`printf '%s' "$out"`);
    kept = 0;
  };
  for (const { script, inline } of readings) {
    if (inline === 'sets') {
      lines.push(`r=\n${script}\nout="${kept === 0 ? '' : '$out'}$r\n${marker} $?\n"`);
      kept += 1;
      if (kept === KEPT_READINGS) print();
    } else {
      print();
      const run = inline === 'prints' ? script : `(\n${script}\n)`;
      lines.push(`${run}\nprintf '\\n%s %d\\n' ${marker} "$?"`);
    }
  }
  print();
  return lines.join('\n');
}

function split(stdout: Buffer, marker: string): readonly ReadOutput[] {
  const outputs: ReadOutput[] = [];
  const needle = Buffer.from(`\n${marker} `);
  let start = 0;
  for (let at = stdout.indexOf(needle); at >= 0; at = stdout.indexOf(needle, start)) {
    const end = stdout.indexOf(0x0a, at + needle.length);
    if (end < 0) break;
    outputs.push({
      stdout: stdout.subarray(start, at),
      rc: Number(stdout.toString('latin1', at + needle.length, end)),
    });
    start = end + 1;
  }
  return outputs;
}

interface WholeReading<T> extends Reading<T> {
  /** Whether all the readings' output is there. */
  isWhole(stdout: Buffer): boolean;
}

/** Any number of readings as one. */
export function allOf<T>(readings: readonly Reading<T>[]): WholeReading<readonly T[]> {
  const marker = newMarker();
  const running = readings.filter(({ script }) => script !== '');
  return {
    script: sections(running, marker),
    ...(running.every(({ inline }) => inline !== undefined) ? { inline: 'prints' } : {}),
    isWhole: (stdout) => split(stdout, marker).length === running.length,
    parse: ({ stdout }) => {
      const outputs = split(stdout, marker);
      if (outputs.length < running.length) throw new ModuleFailure(unreadable);
      const rest = outputs.values();
      return readings.map((reading) =>
        reading.parse(reading.script === '' ? nothing : (rest.next().value ?? nothing)),
      );
    },
  };
}

/** Random, so that nothing that is read can hold it. */
function newMarker(): string {
  return `tsplay-${randomBytes(16).toString('hex')}`;
}
