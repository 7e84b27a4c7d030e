import type { ModuleResult, ResultData } from '../result.ts';
import { lines } from './lines.ts';

interface Ended {
  readonly rc: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Both streams as text and by lines: the keys that every result of a program has. */
export function streams(stdout: string, stderr: string): Readonly<Record<string, ResultData>> {
  return { stdout, stdout_lines: lines(stdout), stderr, stderr_lines: lines(stderr) };
}

/** The same, but nothing of a stream that nothing came out of. */
export function spokenStreams(stdout: string, stderr: string): Readonly<Record<string, ResultData>> {
  return {
    ...(stdout === '' ? {} : { stdout, stdout_lines: lines(stdout) }),
    ...(stderr === '' ? {} : { stderr, stderr_lines: lines(stderr) }),
  };
}

/** The result of a program of which nothing is known but how it ended: a change, and a failure unless it ended well. */
export function plainOutput({ rc, stdout, stderr }: Ended): ModuleResult {
  return {
    changed: true,
    ...(rc === 0 ? {} : { failed: true, msg: 'non-zero return code' }),
    rc,
    ...streams(stdout.toString(), stderr.toString()),
  };
}
