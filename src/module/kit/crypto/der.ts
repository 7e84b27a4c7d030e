/** Bytes that are no DER: the caller says of what. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export type DerClass = 'universal' | 'application' | 'context' | 'private';

/** One value of ASN.1's distinguished encoding (X.690). */
export interface DerValue {
  readonly class: DerClass;
  readonly tag: number;
  readonly constructed: boolean;
  /** What stands behind tag and length. */
  readonly content: Buffer;
  /** Tag and length included. */
  readonly whole: Buffer;
}

/** Universal tags that certificates and keys are made of. */
export const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  objectIdentifier: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  printableString: 19,
  teletexString: 20,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
  bmpString: 30,
} as const;

const classes: readonly DerClass[] = ['universal', 'application', 'context', 'private'];

/** The one value that the bytes are. Throws DerError for anything else, bytes behind it among it. */
export function readDer(bytes: Uint8Array): DerValue {
  const { value, end } = valueAt(Buffer.from(bytes), 0);
  if (end !== bytes.length) throw new DerError('there are bytes behind the value');
  return value;
}

/** The members of a sequence or set, or of a tagged value. Throws DerError. */
export function membersOf(value: DerValue): readonly DerValue[] {
  if (!value.constructed) throw new DerError('the value has no members');
  const members: DerValue[] = [];
  for (let at = 0; at < value.content.length; ) {
    const { value: member, end } = valueAt(value.content, at);
    members.push(member);
    at = end;
  }
  return members;
}

/** Whether a value has this universal tag. */
export function isUniversal(value: DerValue | undefined, tag: number): value is DerValue {
  return value?.class === 'universal' && value.tag === tag;
}

/** Whether a value has this tag of its context: `[0]`. */
export function isContext(value: DerValue | undefined, tag: number): value is DerValue {
  return value?.class === 'context' && value.tag === tag;
}

/** The value that must have this universal tag. Throws DerError. */
export function expectUniversal(value: DerValue | undefined, tag: number): DerValue {
  if (!isUniversal(value, tag)) throw new DerError(`a value with the tag ${tag} is missing`);
  return value;
}

/** The members of what must be a sequence. Throws DerError. */
export function sequenceOf(value: DerValue | undefined): readonly DerValue[] {
  return membersOf(expectUniversal(value, tags.sequence));
}

function valueAt(bytes: Buffer, start: number): { readonly value: DerValue; readonly end: number } {
  const first = byteAt(bytes, start);
  const tag = first & 0x1f;
  if (tag === 0x1f) throw new DerError('tags above 30 are not used here');
  const { length, at } = lengthAt(bytes, start + 1);
  const end = at + length;
  if (end > bytes.length) throw new DerError('a value ends behind the bytes');
  const value: DerValue = {
    class: classes[first >> 6] ?? 'universal',
    tag,
    constructed: (first & 0x20) !== 0,
    content: bytes.subarray(at, end),
    whole: bytes.subarray(start, end),
  };
  return { value, end };
}

/** The shortest form is the only one that DER allows. */
function lengthAt(bytes: Buffer, start: number): { readonly length: number; readonly at: number } {
  const first = byteAt(bytes, start);
  if (first < 0x80) return { length: first, at: start + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DerError('a length is indefinite or too long');
  let length = 0;
  for (let index = 1; index <= count; index += 1) length = length * 256 + byteAt(bytes, start + index);
  if (length < 0x80 || byteAt(bytes, start + 1) === 0)
    throw new DerError('a length is not in its shortest form');
  return { length, at: start + 1 + count };
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new DerError('the bytes end within a value');
  return byte;
}
