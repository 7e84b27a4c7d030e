import { ModuleFailure } from '../../result.ts';
import { quotePath } from '../paths.ts';
import type { Reading, ReadOutput } from '../reading.ts';
import { DerError, readDer } from './der.ts';
import type { PassphraseFile } from './passphrase.ts';
import { type KeyType, type PublicKey, publicKeyOf } from './public-key.ts';

/** A private key on the target, as far as it leaves it: its public half. */
export type PrivateKeyFile =
  | { readonly kind: 'missing' }
  /** No key, or the passphrase does not open it. */
  | { readonly kind: 'unreadable' }
  | {
      readonly kind: 'key';
      readonly format: KeyFormat;
      readonly isEncrypted: boolean;
      readonly publicKey: PublicKey;
    };

export type KeyFormat = 'pkcs1' | 'pkcs8' | 'raw';

const MISSING = 3;
const NO_PROGRAM = 127;

/**
 * Reads the public half of the private key in a file. `rawType` says what 32 bytes without any armour are taken for;
 * without it such files are no keys.
 */
export function privateKeyReading(
  path: string,
  passphrase: PassphraseFile,
  rawType?: KeyType,
): Reading<PrivateKeyFile> {
  return {
    script: `${openssl}
[ -e ${quotePath(path)} ] || exit ${MISSING}
${describeKey(quotePath(path), passphrase, rawType)}`,
    parse: parseKey,
  };
}

/** Shell text that fails when the target has no openssl. */
export const openssl = `command -v openssl >/dev/null || { echo 'the target has no openssl' >&2; exit ${NO_PROGRAM}; }`;

/** Shell text that prints the lines that tell a key's format, a NUL, and its public half in DER. */
export function describeKey(word: string, { input }: PassphraseFile, rawType?: KeyType): string {
  const armoured = `openssl pkey -in ${word} ${input} -pubout -outform DER 2>/dev/null`;
  const head = `head=$(sed -n -e '/^-----BEGIN /p' -e '/^Proc-Type:/p' ${word} 2>/dev/null | tr -d '\\000')
printf '%s\\0' "$head"`;
  if (rawType === undefined) return `${head}\n${armoured}`;
  return `${head}
if [ -n "$head" ]; then ${armoured}
else
  case $(wc -c < ${word} | tr -d ' ') in
${[...new Set(rawKinds(rawType))].map((type) => rawCase(type, word)).join('\n')}
  *) false ;;
  esac
fi`;
}

/** How long such keys are, and what stands before them in PKCS #8 (RFC 8410). */
const rawKeys = {
  X25519: { length: 32, prefix: '302e020100300506032b656e04220420' },
  Ed25519: { length: 32, prefix: '302e020100300506032b657004220420' },
  X448: { length: 56, prefix: '3046020100300506032b656f043a0438' },
  Ed448: { length: 57, prefix: '3047020100300506032b6571043b0439' },
} as const satisfies Partial<Record<KeyType, { length: number; prefix: string }>>;

export type RawKeyType = keyof typeof rawKeys;

export function isRawKeyType(type: KeyType): type is RawKeyType {
  return Object.hasOwn(rawKeys, type);
}

/** How many bytes at the end of the DER of such a key are the key itself. */
export function rawKeyLength(type: RawKeyType): number {
  return rawKeys[type].length;
}

/** Shell text that prints a raw key in DER. */
export function rawKeyAsDer(type: RawKeyType, word: string): string {
  const octal = rawKeys[type].prefix.replaceAll(
    /../g,
    (hex) => `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`,
  );
  return `{ printf '${octal}'; cat ${word}; }`;
}

/** Lengths tell the kinds apart but for one. */
function rawKinds(type: KeyType): readonly RawKeyType[] {
  return [type === 'X25519' ? 'X25519' : 'Ed25519', 'X448', 'Ed448'];
}

function rawCase(type: RawKeyType, word: string): string {
  return `  ${rawKeys[type].length}) ${rawKeyAsDer(type, word)} | openssl pkey -inform DER -pubout -outform DER 2>/dev/null ;;`;
}

function parseKey({ stdout, rc }: ReadOutput): PrivateKeyFile {
  if (rc === NO_PROGRAM) throw new ModuleFailure('the target has no openssl');
  if (rc === MISSING) return { kind: 'missing' };
  return parseDescribedKey(stdout);
}

/** What `describeKey` printed. */
export function parseDescribedKey(stdout: Buffer): PrivateKeyFile {
  const end = stdout.indexOf(0);
  const publicKey = end < 0 ? undefined : readPublicKey(stdout.subarray(end + 1));
  if (publicKey === undefined) return { kind: 'unreadable' };
  const head = stdout.toString('latin1', 0, end);
  return { kind: 'key', publicKey, format: formatOf(head), isEncrypted: head.includes('ENCRYPTED') };
}

function formatOf(head: string): KeyFormat {
  if (head === '') return 'raw';
  return /^-----BEGIN (RSA|DSA|EC) PRIVATE KEY-----/m.test(head) ? 'pkcs1' : 'pkcs8';
}

function readPublicKey(der: Buffer): PublicKey | undefined {
  if (der.length === 0) return undefined;
  try {
    return publicKeyOf(readDer(der));
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
