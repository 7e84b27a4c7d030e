import { isIPv4 } from 'node:net';

/** The bytes of an address that is one: 4 or 16. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes an embedded IPv4 address and zones out as plain groups.
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const filler = new Array<string>(8 - before.length - after.length).fill('0');
  const all = tail === undefined ? before : [...before, ...filler, ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** 4 or 16 bytes as an address in its shortest form; others in hexadecimal. */
export function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join('.');
  if (bytes.length !== 16) return bytes.toString('hex');
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  const { start, length } = longestZeros(groups);
  const shown = groups.map((group) => group.replace(/^0{1,3}/, ''));
  if (length < 2) return shown.join(':');
  return `${shown.slice(0, start).join(':')}::${shown.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === '0000') length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** A mask of so many bytes whose first bits are set. */
export function maskBytes(length: number, bits: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff),
  );
}

/** How many bits of a mask are set from its start. */
export function prefixLength(mask: Buffer): number {
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const end = bits.indexOf('0');
  return end < 0 ? bits.length : end;
}
