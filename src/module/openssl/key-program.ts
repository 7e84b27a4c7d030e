import { curves } from '../kit/crypto/curves.ts';
import type { PassphraseFile } from '../kit/crypto/passphrase.ts';
import {
  describeKey,
  isRawKeyType,
  type KeyFormat,
  openssl,
  rawKeyAsDer,
  rawKeyLength,
} from '../kit/crypto/private-key-file.ts';
import type { KeyType } from '../kit/crypto/public-key.ts';
import { quotePath } from '../kit/paths.ts';
import { ModuleFailure } from '../result.ts';

export interface KeyFileRequest {
  readonly type: KeyType;
  readonly format: KeyFormat;
  readonly passphrase: PassphraseFile;
  /** A new file; its folder exists. */
  readonly target: string;
}

/**
 * Shell text that writes a private key to a new file (mode 0600) and prints what `describeKey` prints of it. Nothing
 * of the key leaves the target, nor is it in a file before it is encrypted.
 */
export function writeKeyScript({ type, format, passphrase, target }: KeyFileRequest, source: string): string {
  return `(
${openssl}
t=${quotePath(target)}
umask 077
set -C
trap 'rm -f "$t"' EXIT
trap 'exit 1' HUP INT TERM
${source} | ${formatter({ type, format, passphrase })} > "$t" || exit 1
[ -s "$t" ] || exit 1
${describeKey('"$t"', passphrase, type)} || exit 1
trap - EXIT
)`;
}

/** Shell text that prints a new key, in whatever format. */
export function newKeySource({
  type,
  size,
  curve,
}: {
  readonly type: KeyType;
  readonly size: number;
  readonly curve: string | undefined;
}): string {
  switch (type) {
    case 'RSA':
      return `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${size}`;
    case 'DSA':
      return `openssl dsaparam -genkey -noout ${size}`;
    case 'ECC': {
      const program = curves.find(({ name }) => name === curve)?.program ?? '';
      return `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:${program} -pkeyopt ec_param_enc:named_curve`;
    }
    case 'Ed25519':
    case 'Ed448':
    case 'X25519':
    case 'X448':
      return `openssl genpkey -algorithm ${type.toUpperCase()}`;
  }
}

/** Shell text that prints the key in a file without encryption. */
export function existingKeySource(
  path: string,
  { type, format, passphrase }: Pick<KeyFileRequest, 'type' | 'format' | 'passphrase'>,
): string {
  const word = quotePath(path);
  if (format === 'raw' && isRawKeyType(type)) return `${rawKeyAsDer(type, word)} | openssl pkey -inform DER`;
  return `openssl pkey -in ${word} ${passphrase.input}`;
}

/** The end of a pipe that writes the key as it shall stand in the file. */
function formatter({ type, format, passphrase }: Omit<KeyFileRequest, 'target'>): string {
  if (format === 'raw' && isRawKeyType(type))
    return `openssl pkey -outform DER | tail -c ${rawKeyLength(type)}`;
  const options = [
    ...(format === 'pkcs1' ? ['-traditional'] : []),
    ...(passphrase.output === '' ? [] : ['-aes-256-cbc', passphrase.output]),
  ];
  return ['openssl pkey', ...options].join(' ');
}

/** Throws ModuleFailure for a format that such a key cannot have. */
export function checkFormat(type: KeyType, format: KeyFormat): void {
  const isRaw = isRawKeyType(type);
  if ((format === 'pkcs1' && isRaw) || (format === 'raw' && !isRaw))
    throw new ModuleFailure(`a key of the type ${type} cannot be written in the format ${format}`);
}
