import { type DerClass, DerError, type DerValue, tags } from './der.ts';

/** The encoding of one value: tag, length in its shortest form, content. */
export function derValue(
  tag: number,
  content: Uint8Array,
  { class: tagClass = 'universal', constructed = false }: { class?: DerClass; constructed?: boolean } = {},
): Buffer {
  const classBits = { universal: 0x00, application: 0x40, context: 0x80, private: 0xc0 }[tagClass];
  return Buffer.concat([
    Buffer.from([classBits | (constructed ? 0x20 : 0) | tag]),
    lengthBytes(content.length),
    content,
  ]);
}

export function sequence(...members: readonly Uint8Array[]): Buffer {
  return derValue(tags.sequence, Buffer.concat(members), { constructed: true });
}

/** The members of a set stand in the order of their bytes. */
export function setOf(...members: readonly Uint8Array[]): Buffer {
  const sorted = members.map((member) => Buffer.from(member)).sort(Buffer.compare);
  return derValue(tags.set, Buffer.concat(sorted), { constructed: true });
}

/** `[tag] EXPLICIT`, or `[tag] IMPLICIT` of something constructed when given its members. */
export function tagged(tag: number, ...members: readonly Uint8Array[]): Buffer {
  return derValue(tag, Buffer.concat(members), { class: 'context', constructed: true });
}

/** `[tag] IMPLICIT` of something primitive. */
export function implicit(tag: number, content: Uint8Array): Buffer {
  return derValue(tag, content, { class: 'context' });
}

export function octetString(content: Uint8Array): Buffer {
  return derValue(tags.octetString, content);
}

/** A bit string of whole bytes. */
export function bitString(content: Uint8Array): Buffer {
  return derValue(tags.bitString, Buffer.concat([Buffer.from([0]), content]));
}

/** A BIT STRING's content whose bits have names: the given ones are set, zeros at the end are left out. */
export function namedBits(bits: readonly number[]): Buffer {
  const last = Math.max(-1, ...bits);
  const bytes = Buffer.alloc((last >> 3) + 1);
  for (const bit of bits) bytes.writeUInt8(bytes.readUInt8(bit >> 3) | (0x80 >> (bit & 7)), bit >> 3);
  return Buffer.concat([Buffer.from([last < 0 ? 0 : 7 - (last & 7)]), bytes]);
}

export function boolean(value: boolean): Buffer {
  return derValue(tags.boolean, Buffer.from([value ? 0xff : 0]));
}

export const derNull = derValue(tags.null, Buffer.alloc(0));

export function utf8String(text: string): Buffer {
  return derValue(tags.utf8String, Buffer.from(text));
}

export function integer(value: bigint): Buffer {
  return derValue(tags.integer, integerBytes(value));
}

/** Two's complement, in as few bytes as it takes. */
export function integerBytes(value: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length += 1;
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}

/** The number that an INTEGER's content is. */
export function integerOf({ content }: Pick<DerValue, 'content'>): bigint {
  if (content.length === 0) throw new DerError('a number has no bytes');
  return BigInt.asIntN(content.length * 8, BigInt(`0x${content.toString('hex')}`));
}

/** `1.2.840.113549` as an OBJECT IDENTIFIER. Throws DerError for what is none. */
export function objectIdentifier(text: string): Buffer {
  return derValue(tags.objectIdentifier, objectIdentifierBytes(text));
}

export function objectIdentifierBytes(text: string): Buffer {
  if (!/^[012](\.(0|[1-9]\d*))+$/.test(text)) throw new DerError(`'${text}' is no object identifier`);
  const [first = 0n, second = 0n, ...rest] = text.split('.').map(BigInt);
  if (first < 2n && second > 39n) throw new DerError(`'${text}' is no object identifier`);
  return Buffer.from([first * 40n + second, ...rest].flatMap(base128));
}

/** The dotted text of an OBJECT IDENTIFIER's content. Throws DerError. */
export function objectIdentifierText(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [head, ...rest] = arcs;
  if (head === undefined || (content.at(-1) ?? 0) >= 0x80)
    throw new DerError('an object identifier does not end');
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

function base128(arc: bigint): number[] {
  const bytes = [Number(arc & 0x7fn)];
  for (let left = arc >> 7n; left > 0n; left >>= 7n) bytes.unshift(Number(left & 0x7fn) | 0x80);
  return bytes;
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = integerBytes(BigInt(length));
  const shortest = bytes[0] === 0 ? bytes.subarray(1) : bytes;
  return Buffer.concat([Buffer.from([0x80 | shortest.length]), shortest]);
}
