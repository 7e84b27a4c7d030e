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
  readonly script: string;
  parse(output: ReadOutput): T;
}

type Results<R extends Readonly<Record<string, Reading<unknown>>>> = {
  readonly [K in keyof R]: R[K] extends Reading<infer T> ? T : never;
};

/** Runs all the readings in one round trip. Each has a subshell of its own; what they print may be any bytes. */
export async function read<const R extends Readonly<Record<string, Reading<unknown>>>>(
  context: ModuleContext,
  readings: R,
): Promise<Results<R>> {
  const marker = newMarker();
  const entries = Object.entries(readings);
  const script = entries.map(([, { script }]) => section(script, marker)).join('\n');
  const { stdout, stderr, timedOut } = await context.target.run(script, { signal: context.signal });
  const outputs = split(stdout, marker);
  if (timedOut || outputs.length < entries.length) {
    throw new ModuleFailure('the state of the target could not be read', {
      stderr: stderr.toString(),
      stdout: stdout.toString(),
    });
  }
  return Object.fromEntries(
    entries.map(([name, reading], index) => [
      name,
      reading.parse(outputs[index] ?? { stdout: Buffer.alloc(0), rc: 1 }),
    ]),
  ) as Results<R>;
}

/** A reading of something else's output. */
export function mapReading<T, U>(reading: Reading<T>, change: (value: T) => U): Reading<U> {
  return { script: reading.script, parse: (output) => change(reading.parse(output)) };
}

/** Nothing to find out: for a reading that is only sometimes needed. */
export function noReading<T>(value: T): Reading<T> {
  return { script: ':', parse: () => value };
}

/** The text that a script prints, without line ends at its end; undefined when it fails. */
export function textReading(script: string): Reading<string | undefined> {
  return {
    script,
    parse: ({ stdout, rc }) => (rc === 0 ? stdout.toString().replace(/\n+$/, '') : undefined),
  };
}

function section(script: string, marker: string): string {
  return `(\n${script}\n)\nprintf '\\n%s %d\\n' ${marker} "$?"`;
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

/** Any number of readings as one. */
export function allOf<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const marker = newMarker();
  return {
    script: [':', ...readings.map(({ script }) => section(script, marker))].join('\n'),
    parse: ({ stdout }) => {
      const outputs = split(stdout, marker);
      if (outputs.length < readings.length)
        throw new ModuleFailure('the state of the target could not be read');
      return readings.map((reading, index) =>
        reading.parse(outputs[index] ?? { stdout: Buffer.alloc(0), rc: 1 }),
      );
    },
  };
}

/** Random, so that nothing that is read can hold it. */
function newMarker(): string {
  return `tsplay-${randomBytes(16).toString('hex')}`;
}
