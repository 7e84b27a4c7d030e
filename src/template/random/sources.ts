import { randomBytes } from 'node:crypto';
import { MersenneTwister } from './mersenne-twister.ts';

/** Draws integers in [0, limit). */
export interface RandomSource {
  below(limit: bigint): bigint;
}

/** Repeatable for a seed (and the same as Python's); from the system's source without one. */
export function randomSource(seed: string | bigint | undefined): RandomSource {
  return seed === undefined ? systemSource : new MersenneTwister(seed);
}

const systemSource: RandomSource = {
  below(limit) {
    const bytes = Math.ceil(limit.toString(16).length / 2);
    const space = 1n << BigInt(bytes * 8);
    // Values past the last whole multiple would favour small results.
    const usable = space - (space % limit);
    for (;;) {
      const drawn = BigInt(`0x${randomBytes(bytes).toString('hex')}`);
      if (drawn < usable) {
        return drawn % limit;
      }
    }
  },
};

/** One element of a list that has at least one. */
export function choice<T>(source: RandomSource, items: readonly T[]): T {
  const index = Number(source.below(BigInt(items.length)));
  return items[index] as T;
}

/** The items in a drawn order; the order of draws is Python's. */
export function shuffled<T>(source: RandomSource, items: readonly T[]): readonly T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Number(source.below(BigInt(i + 1)));
    const held = result[i] as T;
    result[i] = result[j] as T;
    result[j] = held;
  }
  return result;
}
