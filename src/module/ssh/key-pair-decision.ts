import type { Regenerate } from '../openssl/key-decision.ts';
import { ModuleFailure } from '../result.ts';
import type { FoundKeyPair, SshKeyFormat } from './key-pair.ts';
import type { SshKeyType } from './public-key-line.ts';

export interface WantedKeyPair {
  readonly type: SshKeyType;
  readonly size: number;
  /** Undefined when any will do. */
  readonly format: SshKeyFormat | undefined;
  /** Undefined to leave it. */
  readonly comment: string | undefined;
  readonly regenerate: Regenerate;
}

/** `publish`: the private key stays, and its public file is written anew. */
export type KeyPairDecision = 'keep' | 'generate' | 'publish';

/** What becomes of the pair that is there. Throws ModuleFailure where the task forbids what would be needed. */
export function decideKeyPair(
  { privateKey, publicFile }: FoundKeyPair,
  wanted: WantedKeyPair,
): KeyPairDecision {
  const { regenerate, comment } = wanted;
  if (privateKey.kind === 'missing' || regenerate === 'always') return 'generate';
  if (privateKey.kind === 'unreadable') {
    if (regenerate === 'full_idempotence') return 'generate';
    throw new ModuleFailure(
      'the key cannot be read: it is broken, others may read it, or it has another passphrase or none; regenerate=full_idempotence replaces it',
    );
  }
  const { publicKey, format } = privateKey;
  const isWanted =
    publicKey.type === wanted.type &&
    publicKey.size === wanted.size &&
    (wanted.format === undefined || wanted.format === format);
  if (!isWanted && regenerate === 'fail')
    throw new ModuleFailure(
      'the key is of another type, size or format, and regenerate=fail keeps it from being replaced',
    );
  if (!isWanted && regenerate !== 'never') return 'generate';
  const isPublished =
    publicFile?.text === publicKey.text && (comment === undefined || publicFile.comment === comment);
  return isPublished ? 'keep' : 'publish';
}

const defaultSizes = { rsa: 4096, dsa: 1024, ecdsa: 256, ed25519: 256 } as const;

/** Bits of a key of this type. Throws ModuleFailure for a size that it cannot have. */
export function sizeOf(type: SshKeyType, size: number | undefined): number {
  if (size === undefined || type === 'ed25519') return defaultSizes[type];
  if (type === 'rsa' && size < 1024)
    throw new ModuleFailure(`an RSA key has at least 1024 bits, not ${size}`);
  if (type === 'dsa' && size !== 1024) throw new ModuleFailure(`a DSA key has 1024 bits, not ${size}`);
  if (type === 'ecdsa' && ![256, 384, 521].includes(size))
    throw new ModuleFailure(`an ECDSA key has 256, 384 or 521 bits, not ${size}`);
  return size;
}
