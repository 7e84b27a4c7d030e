import type { PassphraseFile } from '../kit/crypto/passphrase.ts';
import { quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import type { Reading, ReadOutput } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';
import { parseSshPublicKey, type SshKeyType, type SshPublicKey } from './public-key-line.ts';

export type SshKeyFormat = 'pkcs1' | 'pkcs8' | 'ssh';

/** A pair of key files on the target, as far as they tell of themselves. */
export interface FoundKeyPair {
  readonly privateKey:
    | { readonly kind: 'missing' }
    /** Broken, or the passphrase does not open it, or others may read it: ssh-keygen takes none of these. */
    | { readonly kind: 'unreadable' }
    | { readonly kind: 'key'; readonly publicKey: SshPublicKey; readonly format: SshKeyFormat };
  /** What the `.pub` file says; undefined when it is not there, or no public key. */
  readonly publicFile: SshPublicKey | undefined;
}

const NO_PROGRAM = 127;

/** ssh-keygen takes a passphrase from its input when it has no terminal. */
const keygen = `command -v ssh-keygen >/dev/null || { echo 'the target has no ssh-keygen' >&2; exit ${NO_PROGRAM}; }
unset DISPLAY SSH_ASKPASS
export SSH_ASKPASS_REQUIRE=never LC_ALL=C
if command -v setsid >/dev/null; then detached=setsid; else detached=; fi`;

/**
 * Reads a pair: the private key's first line, its public half, and the public file. A key that a passphrase is given
 * for and that needs none is unreadable, as for Ansible.
 */
export function keyPairReading(path: string, passphrase: PassphraseFile): Reading<FoundKeyPair> {
  const [key, publicFile] = [quotePath(path), quotePath(`${path}.pub`)];
  const open = `ssh-keygen -y -P '' -f ${key} 2>/dev/null </dev/null`;
  const opened =
    passphrase.path === undefined
      ? open
      : `${open} >/dev/null || $detached ssh-keygen -y -f ${key} 2>/dev/null <${quotePath(passphrase.path)}`;
  return {
    script: `${keygen}
if [ -e ${key} ]; then
  sed -n '1{/^-----BEGIN /p;}' ${key} 2>/dev/null | tr -d '\\000'; printf '\\0'
  ${opened}
  printf '\\0'
else
  printf 'missing\\0\\0'
fi
[ ! -f ${publicFile} ] || cat <${publicFile}`,
    parse: parseKeyPair,
  };
}

function parseKeyPair({ stdout, rc }: ReadOutput): FoundKeyPair {
  if (rc === NO_PROGRAM && stdout.length === 0) throw new ModuleFailure('the target has no ssh-keygen');
  const [head = '', derived = '', written = ''] = stdout.toString('utf8').split('\0');
  const publicFile = parseSshPublicKey(written);
  if (head === 'missing') return { privateKey: { kind: 'missing' }, publicFile };
  const publicKey = parseSshPublicKey(derived);
  if (publicKey === undefined) return { privateKey: { kind: 'unreadable' }, publicFile };
  return { privateKey: { kind: 'key', publicKey, format: formatOf(head) }, publicFile };
}

function formatOf(head: string): SshKeyFormat {
  if (head.includes('OPENSSH')) return 'ssh';
  return /BEGIN (RSA|DSA|EC) PRIVATE/.test(head) ? 'pkcs1' : 'pkcs8';
}

export interface NewKeyPair {
  readonly type: SshKeyType;
  readonly size: number;
  readonly comment: string;
  readonly format: SshKeyFormat | 'auto';
  readonly passphrase: PassphraseFile;
  /** A new file; its folder exists. The public key goes beside it. */
  readonly target: string;
}

const formatOptions = { pkcs1: '-m PEM', pkcs8: '-m PKCS8', ssh: '', auto: '' } as const;

/** Shell text that makes a pair and prints its public key. A failure leaves nothing behind. */
export function newKeyPairScript({ type, size, comment, format, passphrase, target }: NewKeyPair): string {
  const t = quotePath(target);
  const secret =
    passphrase.path === undefined
      ? { option: "-N ''", input: '/dev/null' }
      : { option: '', input: quotePath(passphrase.path) };
  return `(
${keygen}
t=${t}
umask 077
trap 'rm -f "$t" "$t.pub"' EXIT
trap 'exit 1' HUP INT TERM
$detached ssh-keygen -q -t ${type} -b ${size} ${formatOptions[format]} -C ${quote(comment)} ${secret.option} -f "$t" <${secret.input} >&2 || exit 1
cat "$t.pub" || exit 1
trap - EXIT
)`;
}
