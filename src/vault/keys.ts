import { pbkdf2Sync } from 'node:crypto';
import type { Secret } from '../values/types.ts';

/** The three keys that Ansible Vault derives from a password. */
export interface VaultKeys {
  /** 32 bytes, for AES-256-CTR. */
  readonly cipher: Uint8Array;
  /** 32 bytes, for HMAC-SHA256. */
  readonly mac: Uint8Array;
  /** 16 bytes: the counter's first value. */
  readonly counter: Uint8Array;
}

const ROUNDS = 10_000;

/** Deriving costs milliseconds, on purpose: once for each password and salt. */
const derived = new WeakMap<Secret, Map<string, VaultKeys>>();

/** PBKDF2-HMAC-SHA256 with 10,000 rounds, as the formats 1.1 and 1.2 have it. */
export function deriveKeys(secret: Secret, salt: Uint8Array): VaultKeys {
  const ofSecret = derived.get(secret) ?? new Map<string, VaultKeys>();
  derived.set(secret, ofSecret);
  const name = Buffer.from(salt).toString('latin1');
  const known = ofSecret.get(name);
  if (known !== undefined) return known;
  const bytes = pbkdf2Sync(secret.reveal(), salt, ROUNDS, 80, 'sha256');
  const keys = { cipher: bytes.subarray(0, 32), mac: bytes.subarray(32, 64), counter: bytes.subarray(64) };
  ofSecret.set(name, keys);
  return keys;
}
