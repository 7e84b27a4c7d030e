const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The base64 of crypt(3): the given groups of bytes, each least significant six bits first. */
export function encodeGroups(digest: Uint8Array, groups: readonly (readonly number[])[]): string {
  return groups.map((group) => encodeGroup(group.map((index) => digest[index] ?? 0))).join('');
}

/** Three bytes give four characters, two give three, one gives two. */
function encodeGroup(bytes: readonly number[]): string {
  let word = bytes.reduce((sum, byte) => (sum << 8) | byte, 0);
  let text = '';
  for (let i = 0; i <= bytes.length; i++) {
    text += ALPHABET[word & 0x3f] ?? '';
    word >>>= 6;
  }
  return text;
}

/** Whether every character may be part of a salt. */
export function isSaltText(text: string): boolean {
  return /^[./0-9A-Za-z]*$/.test(text);
}

/** A salt of `length` characters out of random bytes. */
export function saltFrom(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET[byte & 0x3f] ?? '.').join('');
}
