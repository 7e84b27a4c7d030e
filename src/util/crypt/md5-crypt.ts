import { createHash } from 'node:crypto';
import { encodeGroups } from './base64.ts';

const ROUNDS = 1000;
const GROUPS = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];

/** The mark of MD5-crypt: FreeBSD's own, or Apache's, which hashes with it and so comes to another result. */
export type Md5CryptMark = '$1$' | '$apr1$';

/** FreeBSD's MD5-crypt (`$1$`), for systems that still hold such hashes, and Apache's variant of it. */
export function md5Crypt(password: Uint8Array, salt: string, mark: Md5CryptMark = '$1$'): string {
  const hash = (...parts: readonly Uint8Array[]): Buffer =>
    createHash('md5').update(Buffer.concat(parts)).digest();
  const saltBytes = Buffer.from(salt);
  const alternate = hash(password, saltBytes, password);
  const parts: Uint8Array[] = [password, Buffer.from(mark), saltBytes];
  for (let left = password.length; left > 0; left -= 16) {
    parts.push(alternate.subarray(0, Math.min(16, left)));
  }
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push(bits & 1 ? Buffer.from([0]) : password.subarray(0, 1));
  }
  let digest = hash(...parts);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = round % 2 === 1;
    const mixed: Uint8Array[] = [odd ? password : digest];
    if (round % 3 !== 0) {
      mixed.push(saltBytes);
    }
    if (round % 7 !== 0) {
      mixed.push(password);
    }
    mixed.push(odd ? digest : password);
    digest = hash(...mixed);
  }
  return `${mark}${salt}$${encodeGroups(digest, GROUPS)}`;
}
