import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from '../../src/shell/quote.ts';
import { shells } from './shells.ts';

/** Text that UTF-8 can carry and a shell word can hold. */
const word = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\0'));
const nasty = fc.string({
  unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '*', '!', '~', '-', 'é'),
  maxLength: 30,
});

test.each(shells)('any words come through %s as they are', (program) => {
  const [file = '', ...args] = program.split(' ');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, nasty), { minLength: 1, maxLength: 30 }), (words) => {
      const script = `for word in ${words.map(quote).join(' ')}; do printf '%s\\0' "$word"; done`;
      const printed = execFileSync(file, args, { input: script }).toString('utf8');
      expect(printed.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 25 },
  );
});

test('a NUL is refused, since no word can hold it', () => {
  expect(() => quote('a\0b')).toThrow(/NUL/);
});
