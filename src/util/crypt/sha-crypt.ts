import { createHash } from 'node:crypto';
import { encodeGroups } from './base64.ts';

export interface ShaCryptOptions {
  readonly algorithm: 'sha256' | 'sha512';
  readonly password: Uint8Array;
  readonly salt: string;
  /** The number of rounds, at least 1000; without one 5000 are done and the hash does not name them. */
  readonly rounds?: number | undefined;
}

const DEFAULT_ROUNDS = 5000;

/** SHA-crypt (`$5$`, `$6$`) as Ulrich Drepper's specification describes it. */
export function shaCrypt({ algorithm, password, salt, rounds }: ShaCryptOptions): string {
  const hash = (...parts: readonly Uint8Array[]): Buffer => {
    const context = createHash(algorithm);
    for (const part of parts) {
      context.update(part);
    }
    return context.digest();
  };
  const saltBytes = Buffer.from(salt);
  const alternate = hash(password, saltBytes, password);
  const parts: Uint8Array[] = [password, saltBytes, stretch(alternate, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push(bits & 1 ? alternate : password);
  }
  let digest = hash(...parts);
  const p = stretch(hash(...Array<Uint8Array>(password.length).fill(password)), password.length);
  const s = stretch(hash(...Array<Uint8Array>(16 + (digest[0] ?? 0)).fill(saltBytes)), saltBytes.length);
  for (let round = 0; round < (rounds ?? DEFAULT_ROUNDS); round++) {
    const odd = round % 2 === 1;
    const mixed: Uint8Array[] = [odd ? p : digest];
    if (round % 3 !== 0) {
      mixed.push(s);
    }
    if (round % 7 !== 0) {
      mixed.push(p);
    }
    mixed.push(odd ? digest : p);
    digest = hash(...mixed);
  }
  const prefix = algorithm === 'sha256' ? '$5$' : '$6$';
  const named = rounds === undefined ? '' : `rounds=${rounds}$`;
  return `${prefix}${named}${salt}$${encodeGroups(digest, algorithm === 'sha256' ? GROUPS_256 : GROUPS_512)}`;
}

function stretch(block: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => block[index % block.length] ?? 0);
}

/** The order in which the specification writes the digest's bytes: each group rotates the one before. */
function groups(size: number, rotate: (group: readonly number[]) => readonly number[]): readonly number[][] {
  const third = Math.floor(size / 3);
  let current: readonly number[] = [0, third, 2 * third];
  const result: number[][] = [];
  for (let i = 0; i < third; i++) {
    result.push([...current]);
    current = rotate(current).map((index) => index + 1);
  }
  return result;
}

const GROUPS_256 = [...groups(30, ([a = 0, b = 0, c = 0]) => [c, a, b]), [31, 30]];
const GROUPS_512 = [...groups(63, ([a = 0, b = 0, c = 0]) => [b, c, a]), [63]];
