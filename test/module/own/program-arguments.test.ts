import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordArguments } from '../../../src/module/own/program-arguments.ts';

it('gives words that a shell reads as they were', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !value.includes('\0'));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (values) => {
      const words = wordArguments(new Map(values.map((value, index) => [`k${index}`, value])));
      const read = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words}`]).toString();
      expect(read.split('\0').slice(0, -1)).toEqual(values.map((value, index) => `k${index}=${value}`));
    }),
    { numRuns: 30 },
  );
});
