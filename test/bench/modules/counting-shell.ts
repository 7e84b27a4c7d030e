import type { Shell } from '../../../src/shell/types.ts';
import { mark } from './tasks.ts';

/** What a host was asked for since the mark before. */
export interface Counted {
  readonly roundTrips: number;
  /** Of scripts, content and what came back; without the framing of the shell and of ssh. */
  readonly bytes: number;
  /** Processes that were started on the host, by the last process id of its namespace. */
  readonly forks: number;
}

/** A shell that counts between marks. What reading the count itself starts, two marks in a row would tell. */
export function countingShell(shell: Shell, tell: (counted: Counted) => void): Shell {
  let roundTrips = 0;
  let bytes = 0;
  let lastProcess = 0;
  return {
    async run(script, options) {
      if (script.includes(mark)) {
        const { stdout } = await shell.run(
          'read -r load five fifteen tasks last </proc/loadavg; echo "$last"',
        );
        const last = Number(stdout.toString());
        tell({ roundTrips, bytes, forks: last - lastProcess });
        [roundTrips, bytes, lastProcess] = [0, 0, last];
        return shell.run(':', options);
      }
      const result = await shell.run(script, options);
      roundTrips += 1;
      bytes += Buffer.byteLength(script) + (options?.stdin?.length ?? 0);
      bytes += result.stdout.length + result.stderr.length;
      return result;
    },
    async put(path, content, options) {
      roundTrips += 1;
      bytes += content.length;
      return shell.put(path, content, options);
    },
    temporaryDirectory: () => shell.temporaryDirectory(),
    get closed() {
      return shell.closed;
    },
    close: () => shell.close(),
  };
}
