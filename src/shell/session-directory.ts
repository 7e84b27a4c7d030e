import { randomBytes } from 'node:crypto';
import { TsplayError } from '../errors.ts';
import type { Step } from './session.ts';
import type { RunResult } from './types.ts';

/** Where a shell's own folder may go, best first: words of shell text. */
const PARENTS = ['"${TMPDIR:-/tmp}"', '/tmp', '/var/tmp', '"$HOME"'];

/** A name that nobody could have foreseen, without a character that is special to a shell. */
export function directoryName(): string {
  return `tsplay-${randomBytes(12).toString('hex')}`;
}

/** Makes a folder (mode 0700) of that name in the first place that takes it. */
export function makeDirectoryStep(name: string): Step {
  return {
    script: `for parent in ${PARENTS.join(' ')}; do
  if mkdir -m 700 "$parent/${name}"; then printf %s "$parent/${name}"; exit 0; fi
done
exit 1`,
  };
}

/** Removes the folders of those names, wherever they are. */
export function removeDirectories(names: readonly string[]): string {
  return `rm -rf ${names.flatMap((name) => PARENTS.map((parent) => `${parent}/${name}`)).join(' ')}`;
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
