import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBigInt } from '../../src/values/numbers.ts';
import { binary } from '../../src/values/operators.ts';
import { repr } from '../../src/values/printing.ts';
import { Float, type Value } from '../../src/values/types.ts';

const int = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
  fc.integer({ min: -9, max: 9 }),
);

function big(value: Value): bigint {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError('not an int');
  return BigInt(value);
}

describe('int arithmetic', () => {
  test('is exact, and a safe result is a number', () => {
    fc.assert(
      fc.property(int, int, (a, b) => {
        const left = fromBigInt(BigInt(a));
        const right = fromBigInt(BigInt(b));
        for (const [operator, expected] of [
          ['+', BigInt(a) + BigInt(b)],
          ['-', BigInt(a) - BigInt(b)],
          ['*', BigInt(a) * BigInt(b)],
        ] as const) {
          const result = binary(operator, left, right);
          expect(big(result)).toBe(expected);
          expect(typeof result).toBe(Number.isSafeInteger(Number(expected)) ? 'number' : 'bigint');
        }
      }),
    );
  });

  test('floors: a == (a // b) * b + a % b, and the rest has the sign of b', () => {
    fc.assert(
      fc.property(int, int, (a, b) => {
        fc.pre(BigInt(b) !== 0n);
        const left = fromBigInt(BigInt(a));
        const right = fromBigInt(BigInt(b));
        const quotient = big(binary('//', left, right));
        const rest = big(binary('%', left, right));
        expect(quotient * BigInt(b) + rest).toBe(BigInt(a));
        expect(rest === 0n || rest < 0n === BigInt(b) < 0n).toBe(true);
      }),
    );
  });
});

describe('a float', () => {
  test('prints the shortest text that reads back as itself, always with a point or an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = repr(new Float(value));
        expect(Object.is(Number(text), value)).toBe(true);
        expect(text).toMatch(/[.e]/);
      }),
    );
  });
});
