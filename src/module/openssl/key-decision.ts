import type { KeyFormat, PrivateKeyFile } from '../kit/crypto/private-key-file.ts';
import type { KeyType } from '../kit/crypto/public-key.ts';
import { ModuleFailure } from '../result.ts';

export const regenerateChoices = [
  'never',
  'fail',
  'partial_idempotence',
  'full_idempotence',
  'always',
] as const;
export type Regenerate = (typeof regenerateChoices)[number];

/** The key that the task wants. */
export interface WantedKey {
  readonly type: KeyType;
  readonly size: number;
  readonly curve: string | undefined;
  readonly hasPassphrase: boolean;
  /** `auto_ignore`: the automatic format for new keys, any for one that is there. */
  readonly format: KeyFormat | 'auto' | 'auto_ignore';
  readonly formatMismatch: 'regenerate' | 'convert';
  readonly regenerate: Regenerate;
}

export type KeyDecision = 'keep' | 'generate' | 'convert';

/** What becomes of the key that is there. Throws ModuleFailure where the task forbids what would be needed. */
export function decideKey(found: PrivateKeyFile, wanted: WantedKey): KeyDecision {
  const { regenerate } = wanted;
  if (found.kind === 'missing' || regenerate === 'always') return 'generate';
  if (found.kind === 'unreadable' || (wanted.hasPassphrase && !found.isEncrypted))
    return generateUnreadable(regenerate);
  if (!isOfKind(found.publicKey, wanted)) return generateOther(regenerate, 'type, size or curve');
  if (wanted.format === 'auto_ignore' || found.format === formatFor(wanted)) return 'keep';
  return wanted.formatMismatch === 'convert' ? 'convert' : generateOther(regenerate, 'format');
}

/** The format that a new key of this kind is written in: the traditional one where there is one. */
export function formatFor({ type, format }: Pick<WantedKey, 'type' | 'format'>): KeyFormat {
  if (format !== 'auto' && format !== 'auto_ignore') return format;
  return hasTraditionalFormat(type) ? 'pkcs1' : 'pkcs8';
}

export function hasTraditionalFormat(type: KeyType): boolean {
  return type === 'RSA' || type === 'DSA' || type === 'ECC';
}

function isOfKind(
  found: { readonly type: KeyType; readonly size: number | undefined; readonly curve: string | undefined },
  { type, size, curve }: WantedKey,
): boolean {
  if (found.type !== type) return false;
  if (type === 'ECC') return found.curve === curve;
  return found.size === undefined || found.size === size;
}

function generateUnreadable(regenerate: Regenerate): 'generate' {
  if (regenerate === 'full_idempotence') return 'generate';
  throw new ModuleFailure(
    'the key cannot be read: it is broken, or has another passphrase or none; regenerate=full_idempotence replaces it',
  );
}

function generateOther(regenerate: Regenerate, what: string): 'generate' | 'keep' {
  if (regenerate === 'never') return 'keep';
  if (regenerate !== 'fail') return 'generate';
  throw new ModuleFailure(`the key is of another ${what}, and regenerate=fail keeps it from being replaced`);
}
