import { TsplayError } from '../errors.ts';
import { quote } from './quote.ts';
import type { Step } from './session.ts';
import type { RunResult } from './types.ts';

/** Makes a folder of one's own (mode 0700) where temporary files go, with a name that nobody could have foreseen. */
export function makeDirectoryStep(name: string): Step {
  const quoted = quote(name);
  return {
    script: `for parent in "\${TMPDIR:-/tmp}" /tmp /var/tmp "$HOME"; do
  if mkdir -m 700 "$parent/"${quoted}; then printf %s "$parent/"${quoted}; exit 0; fi
done
exit 1`,
  };
}

/** The folder that the step made. Errors: TsplayError `no-temporary-folder`. */
export function madeDirectory({ rc, stdout, stderr }: RunResult): string {
  if (rc !== 0) {
    throw new TsplayError({
      code: 'no-temporary-folder',
      fault: 'target',
      message: `cannot make a temporary folder on the machine: ${stderr.toString('utf8').trim()}`,
      hint: 'TMPDIR, /tmp, /var/tmp and the home folder were tried: is the disk full, or mounted read-only?',
    });
  }
  return stdout.toString('utf8');
}
