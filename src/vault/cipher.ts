import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../values/types.ts';
import type { Envelope } from './envelope.ts';
import { deriveKeys, type VaultKeys } from './keys.ts';

/** AES-256-CTR; PKCS#7 fills the last block although a counter mode needs no filling: the format has it so. */
const ALGORITHM = 'aes-256-ctr';
const BLOCK = 16;

export interface SealOptions {
  readonly secret: Secret;
  readonly label: string | undefined;
  /** 32 random bytes without one. The same salt, secret and content give the same text. */
  readonly salt?: Uint8Array | undefined;
}

/** Encrypts bytes. */
export function seal(content: Uint8Array, { secret, label, salt = randomBytes(32) }: SealOptions): Envelope {
  const keys = deriveKeys(secret, salt);
  const fill = BLOCK - (content.length % BLOCK);
  const cipher = createCipheriv(ALGORITHM, keys.cipher, keys.counter);
  const encrypted = Buffer.concat([
    cipher.update(content),
    cipher.update(Buffer.alloc(fill, fill)),
    cipher.final(),
  ]);
  return { label, salt, mac: macOf(encrypted, keys), encrypted };
}

/** Decrypts, after the checksum was compared in constant time; undefined when it does not fit this secret. */
export function open({ salt, mac, encrypted }: Envelope, secret: Secret): Buffer | undefined {
  const keys = deriveKeys(secret, salt);
  if (!timingSafeEqual(macOf(encrypted, keys), mac)) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keys.cipher, keys.counter);
  return withoutFill(Buffer.concat([decipher.update(encrypted), decipher.final()]));
}

function macOf(encrypted: Uint8Array, keys: VaultKeys): Buffer {
  return createHmac('sha256', keys.mac).update(encrypted).digest();
}

function withoutFill(padded: Buffer): Buffer | undefined {
  const fill = padded.at(-1) ?? 0;
  const isFilled = fill >= 1 && fill <= BLOCK && padded.subarray(-fill).every((byte) => byte === fill);
  return isFilled && padded.length % BLOCK === 0 ? padded.subarray(0, -fill) : undefined;
}
