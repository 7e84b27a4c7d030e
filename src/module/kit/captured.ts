import type { ResultData } from '../result.ts';
import { streams } from './plain-output.ts';
import type { Reading } from './reading.ts';

/** What a program printed, and how it ended. */
export interface Captured {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs shell text and keeps its two outputs apart, so that it can stand among other readings.
 * @param preparation what runs before it in the same subshell, and may end that
 */
export function captured(command: string, preparation = ''): Reading<Captured> {
  return {
    // The errors come last, and a shell's variable holds no NUL; the dot keeps the line ends before it.
    script: `${preparation}
{ errors=$(
( ${command}
) 2>&1 >&3
rc=$?
printf .
exit "$rc" ); } 3>&1
rc=$?
printf '\\0%s' "$errors"
exit "$rc"`,
    parse: ({ stdout, rc }) => {
      const at = stdout.lastIndexOf(0);
      if (at < 0) return { rc, stdout: stdout.toString(), stderr: '' };
      return {
        rc,
        stdout: stdout.toString('utf8', 0, at),
        stderr: stdout.toString('utf8', at + 1, stdout.length - 1),
      };
    },
  };
}

/** The same under the keys of a result. */
export function reported({ rc, stdout, stderr }: Captured): Readonly<Record<string, ResultData>> {
  return { rc, ...streams(stdout, stderr) };
}
