import { createHash } from 'node:crypto';

const N = 624;
const M = 397;

/**
 * Python's `random.Random(seed)`: the Mersenne Twister seeded as Python seeds it, so that `random(seed=...)` and
 * `shuffle(seed=...)` choose the same on every run and the same as Ansible does.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(N);
  #index = N;

  constructor(seed: string | bigint) {
    this.#initByArray(seedWords(typeof seed === 'string' ? textSeed(seed) : seed));
  }

  /** An integer in [0, limit), uniformly. */
  below(limit: bigint): bigint {
    const bits = limit.toString(2).length;
    let candidate = this.#bits(bits);
    while (candidate >= limit) {
      candidate = this.#bits(bits);
    }
    return candidate;
  }

  #bits(count: number): bigint {
    let result = 0n;
    for (let done = 0; done < count; done += 32) {
      const wanted = Math.min(32, count - done);
      result |= BigInt(this.#next() >>> (32 - wanted)) << BigInt(done);
    }
    return result;
  }

  #next(): number {
    if (this.#index >= N) {
      this.#twist();
    }
    let y = this.#at(this.#index++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < N; i++) {
      const y = (this.#at(i) & 0x80000000) | (this.#at((i + 1) % N) & 0x7fffffff);
      state[i] = this.#at((i + M) % N) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }

  #initByArray(key: readonly number[]): void {
    const state = this.#state;
    state[0] = 19650218;
    for (let i = 1; i < N; i++) {
      state[i] = Math.imul(1812433253, this.#mixed(i)) + i;
    }
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, key.length); k > 0; k--) {
      state[i] = (this.#at(i) ^ Math.imul(this.#mixed(i), 1664525)) + (key[j] ?? 0) + j;
      i = this.#advance(i);
      j = (j + 1) % key.length;
    }
    for (let k = N - 1; k > 0; k--) {
      state[i] = (this.#at(i) ^ Math.imul(this.#mixed(i), 1566083941)) - i;
      i = this.#advance(i);
    }
    state[0] = 0x80000000;
  }

  #advance(i: number): number {
    if (i + 1 < N) {
      return i + 1;
    }
    this.#state[0] = this.#at(N - 1);
    return 1;
  }

  #mixed(i: number): number {
    const previous = this.#at(i - 1);
    return previous ^ (previous >>> 30);
  }

  #at(i: number): number {
    return this.#state[i] ?? 0;
  }
}

function textSeed(seed: string): bigint {
  const bytes = Buffer.from(seed, 'utf8');
  const digest = createHash('sha512').update(bytes).digest();
  return BigInt(`0x${Buffer.concat([bytes, digest]).toString('hex')}`);
}

function seedWords(seed: bigint): readonly number[] {
  let rest = seed < 0n ? -seed : seed;
  const words: number[] = [];
  while (rest > 0n) {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  }
  return words.length === 0 ? [0] : words;
}
