import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loginShellCommand, octalScript } from '../../src/shell/login-shell.ts';
import { quote } from '../../src/shell/quote.ts';

const loginShells = ['sh', 'dash', 'bash', 'zsh', 'fish', 'tcsh', 'mksh'].filter(
  (shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0,
);
const text = fc.string({
  unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '*', '!', '%', '~', '-', 'n', '0', 'é'),
  maxLength: 30,
});

test.each(loginShells)('shell text reaches /bin/sh unharmed through %s', (loginShell) => {
  fc.assert(
    fc.property(text, (word) => {
      const command = loginShellCommand(`printf '%s' ${quote(word)}`);
      expect(execFileSync(loginShell, ['-c', command]).toString('utf8')).toBe(word);
    }),
    { numRuns: 25 },
  );
});

test('text in octal holds nothing that a shell in between would expand', () => {
  fc.assert(
    fc.property(text, (word) => {
      expect(octalScript(`printf %s ${quote(word)}`)).not.toMatch(/[$!\n]|\\[^0-7]/);
    }),
  );
});
