import { describe } from 'vitest';
import { labAvailable } from './availability.ts';

const availability = labAvailable();
let told = false;

/**
 * A suite that needs lab hosts. Where no lab can be it is skipped, and both the suite's name and a line on stderr
 * say why; with TSPLAY_LAB_REQUIRED=1 (CI) that is a failure instead.
 */
export function describeLab(name: string, suite: () => void): void {
  if (availability.ok) {
    describe(name, suite);
    return;
  }
  const reason = `no lab here: ${availability.reason}`;
  if (process.env['TSPLAY_LAB_REQUIRED'] === '1') throw new Error(reason);
  if (!told) process.stderr.write(`\n*** SKIPPED, ${reason} ***\n\n`);
  told = true;
  describe.skip(`${name} [skipped: ${reason}]`, suite);
}
