import { randomBytes } from 'node:crypto';
import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ResultData } from '../result.ts';

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
   * after it.
   */
  readonly inline?: boolean;
  parse(output: ReadOutput): T;
}

type Results<R extends Readonly<Record<string, Reading<unknown>>>> = {
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
  const entries = Object.entries(readings);
  const whole = allOf(entries.map(([, reading]) => reading));
  let values: readonly unknown[];
  if (whole.script === '') {
    values = whole.parse(nothing);
  } else {
    const { stdout, stderr, timedOut, rc } = await context.target.run(whole.script, {
      signal: context.signal,
    });
    const unread = { stderr: stderr.toString(), stdout: stdout.toString() };
    if (timedOut) throw new ModuleFailure(unreadable, unread);
    values = whole.parse({ stdout, rc }, unread);
  }
  return Object.fromEntries(entries.map(([name], index) => [name, values[index]])) as Results<R>;
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
export function textReading(script: string, { inline = false } = {}): Reading<string | undefined> {
  return {
    script,
    inline,
    parse: ({ stdout, rc }) => (rc === 0 ? stdout.toString().replace(/\n+$/, '') : undefined),
  };
}

function section({ script, inline = false }: Reading<unknown>, marker: string): string {
  const run = inline ? script : `(\n${script}\n)`;
  return `${run}\nprintf '\\n%s %d\\n' ${marker} "$?"`;
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

interface CombinedReading<T> extends Reading<readonly T[]> {
  /** `details` go into the failure when the output is not whole. */
  parse(output: ReadOutput, details?: Readonly<Record<string, ResultData>>): readonly T[];
}

/** Any number of readings as one. */
export function allOf<T>(readings: readonly Reading<T>[]): CombinedReading<T> {
  const marker = newMarker();
  const running = readings.filter(({ script }) => script !== '');
  return {
    script: running.map((reading) => section(reading, marker)).join('\n'),
    inline: running.every(({ inline }) => inline === true),
    parse: ({ stdout }, details = {}) => {
      const outputs = split(stdout, marker);
      if (outputs.length < running.length) throw new ModuleFailure(unreadable, details);
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
