import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { quotePath } from '../paths.ts';
import { quote } from '../quote.ts';
import type { Reading } from '../reading.ts';

/** A key pair that an account should have. */
export interface WantedSshKey {
  readonly user: string;
  /** Relative ones are taken from the account's home folder. */
  readonly file: string;
  readonly type: string;
  readonly bits: number | undefined;
  /** `ansible-generated on HOSTNAME` when undefined. */
  readonly comment: string | undefined;
  readonly passphrase: string | undefined;
  /** Whether a pair that is there is replaced. */
  readonly force: boolean;
}

export interface SshKey {
  /** Of the private key, absolute. */
  readonly path: string;
  readonly exists: boolean;
  /** As `ssh-keygen -l` prints it; empty without a key. */
  readonly fingerprint: string;
  readonly publicKey: string | undefined;
}

export interface GeneratedSshKey extends SshKey {
  readonly isNew: boolean;
}

const homeOfEntry = `home=\${entry#*:*:*:*:*:}\nhome=\${home%%:*}`;

/** Reads the key where a change of the account to `home` puts it, after a reading that left the account's `$entry`. */
export function sshKeyOf(file: string, home: string | undefined): Reading<SshKey | undefined> {
  return {
    script: `[ -n "$entry" ] || exit 1
${home === undefined ? homeOfEntry : `home=${quotePath(home)}`}
${describeKey(file)}`,
    parse: ({ stdout, rc }) => (rc === 0 ? parseKey(stdout) : undefined),
  };
}

/**
 * Makes a key pair that belongs to the account unless it has one that may stay; `isNew` says which it was. Both files are made aside and renamed,
 * so that a failure leaves the old pair. The passphrase goes to ssh-keygen's input, never into its arguments.
 */
export async function generateSshKey(context: ModuleContext, wanted: WantedSshKey): Promise<GeneratedSshKey> {
  const { user, passphrase } = wanted;
  const entry = `entry=$(getent passwd ${quote(user)} 2>/dev/null || grep ${quote(`^${user}:`)} /etc/passwd)`;
  const options = [
    ['-q', '-t', wanted.type],
    wanted.bits === undefined ? [] : ['-b', String(wanted.bits)],
    passphrase === undefined ? ['-N', ''] : [],
  ];
  const comment =
    wanted.comment === undefined
      ? '"ansible-generated on $(hostname 2>/dev/null || uname -n)"'
      : quote(wanted.comment);
  const { rc, stdout, stderr } = await context.target.run(
    `command -v ssh-keygen >/dev/null || { echo 'the target has no ssh-keygen' >&2; exit 127; }
${entry}
${homeOfEntry}
[ -d "$home" ] || { printf 'the home folder %s does not exist\\n' "$home" >&2; exit 1; }
${keyPath(wanted.file)}
${wanted.force ? '' : keepKey(wanted.file)}
folder=\${key%/*}
owner=$(printf '%s\\n' "$entry" | cut -d: -f3,4)
if [ ! -d "$folder" ]; then (umask 077 && mkdir -- "$folder") && chown -h "$owner" "$folder" || exit; fi
aside=$(mktemp -d "$folder/.tsplay.XXXXXX") || exit
trap 'rm -rf -- "$aside"' EXIT
ssh-keygen ${options.flat().map(quote).join(' ')} -C ${comment} -f "$aside/key" >&2 || exit
chown -h "$owner" "$aside/key" "$aside/key.pub" || exit
mv -f -- "$aside/key.pub" "$key.pub" && mv -f -- "$aside/key" "$key" || exit
printf 'new\\0'
${describeKey(wanted.file)}`,
    {
      signal: context.signal,
      ...(passphrase === undefined ? {} : { stdin: `${passphrase}\n${passphrase}\n` }),
    },
  );
  if (rc !== 0) throw new ModuleFailure(stderr.toString().trim(), { name: user, rc });
  const isNew = stdout.subarray(0, newMark.length).equals(newMark);
  return { ...parseKey(isNew ? stdout.subarray(newMark.length) : stdout), isNew };
}

const newMark = Buffer.from('new\0');

function keepKey(file: string): string {
  return `if [ -e "$key" ]; then\n${describeKey(file)}\nexit 0\nfi`;
}

/** Sets `$key` from `$home`. */
function keyPath(file: string): string {
  return file.startsWith('/') ? `key=${quote(file)}` : `key=$home/${quote(file)}`;
}

function describeKey(file: string): string {
  return `${keyPath(file)}
printf '%s\\0' "$key"
[ -e "$key" ] || exit 0
ssh-keygen -l -f "$key" 2>&1
printf '\\0'
cat -- "$key.pub" 2>/dev/null || :`;
}

function parseKey(stdout: Buffer): SshKey {
  const [path = '', fingerprint, publicKey = ''] = stdout.toString().split('\0');
  const trimmed = publicKey.trim();
  return {
    path,
    exists: fingerprint !== undefined && fingerprint !== '',
    fingerprint: fingerprint?.trim() ?? '',
    publicKey: trimmed === '' ? undefined : trimmed,
  };
}
