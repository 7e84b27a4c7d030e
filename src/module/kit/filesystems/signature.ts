import { captured } from '../captured.ts';
import { mapReading, type Reading } from '../reading.ts';

/** What stands at the beginning of a device. */
export type Signature =
  | { readonly kind: 'none' }
  /** blkid's name of it: ext4, swap, LVM2_member, crypto_LUKS... */
  | { readonly kind: 'type'; readonly type: string }
  /** A table of partitions and nothing else: dos, gpt. */
  | { readonly kind: 'partitions'; readonly table: string }
  /** Nothing may be written on the strength of this. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** EX_IOERR: a status that blkid has no use for. */
const notReadable = 74;

interface Probed {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Reads the signature with blkid, past its cache.
 * @param word the device as a shell word
 */
export function signatureOf(word: string): Reading<Signature> {
  return mapReading(
    captured(`blkid -p -o export ${word}`, `head -c 512 ${word} >/dev/null 2>&1 || exit ${notReadable}`),
    signatureIn,
  );
}

/**
 * What blkid -p said: 0 for something found, 2 for nothing (and, with words, for what it could not read), 8 for several
 * things at once. BusyBox' blkid takes no options and knows few signatures, so its silence means nothing.
 */
export function signatureIn({ rc, stdout, stderr }: Probed): Signature {
  const said = stderr.trim();
  if (rc === 0) {
    const words = new Map(
      stdout.split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)] as const;
      }),
    );
    const type = words.get('TYPE') ?? / TYPE="([^"]+)"/.exec(stdout)?.[1];
    if (type !== undefined) return { kind: 'type', type };
    if (!words.has('DEVNAME')) return { kind: 'unclear', reason: 'its blkid does not know enough' };
    const table = words.get('PTTYPE');
    return table === undefined ? { kind: 'none' } : { kind: 'partitions', table };
  }
  if (rc === 2 && stdout === '' && said === '') return { kind: 'none' };
  if (rc === notReadable) return { kind: 'unclear', reason: 'it cannot be read' };
  if (rc === 8) return { kind: 'unclear', reason: 'it has signatures of several things' };
  if (rc === 127) return { kind: 'unclear', reason: 'there is no blkid' };
  return { kind: 'unclear', reason: said === '' ? `blkid ended with ${rc}` : said };
}
