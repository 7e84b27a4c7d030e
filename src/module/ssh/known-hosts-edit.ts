import { createHmac } from 'node:crypto';
import { entryMatches, type KnownHost, parseKnownHosts } from '../../util/known-hosts.ts';

/** What a known_hosts file shall say of a host. */
export interface KnownHostRequest {
  /** As ssh looks it up: `example.org`, `[example.org]:2222`. */
  readonly name: string;
  /** Lines as they stand in the file. Without it `absent` takes all keys of the host. */
  readonly key: string | undefined;
  readonly state: 'present' | 'absent';
  /** Write the name hashed, with these 20 bytes. */
  readonly salt: Buffer | undefined;
}

/** Whether a key is one that known_hosts takes, and speaks of the host. */
export function isKeyOf(key: string, name: string): boolean {
  const [entry] = parseKnownHosts(key, '');
  return entry !== undefined && entry.key.length > 0 && entryMatches(entry, name.toLowerCase());
}

/**
 * Makes a key of a host stand in the text of a known_hosts file, or takes the host's keys of its kind out. A host has
 * one key of a kind: another one goes, and so does a line that says the same of more names. Lines with a marker
 * (@cert-authority, @revoked) stay.
 */
export function editKnownHosts(text: string, { name, key, state, salt }: KnownHostRequest): string {
  const host = name.toLowerCase();
  const [wanted] = parseKnownHosts(key ?? '', '');
  const own = parseKnownHosts(text, '').filter(
    (entry) =>
      entry.marker === undefined &&
      (wanted === undefined || entry.type === wanted.type) &&
      entryMatches(entry, host),
  );
  if (state === 'present' && wanted !== undefined) {
    const isRight = (entry: KnownHost): boolean => says(entry, wanted, salt !== undefined);
    const marked = parseKnownHosts(text, '').some(
      (entry) => entry.marker !== undefined && entry.marker === wanted.marker && says(entry, wanted, false),
    );
    if (marked || own.some(isRight)) return text;
  }
  const gone = new Set(own.map(({ line }) => line));
  const kept = (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).filter((_, index) => !gone.has(index + 1)).join('');
  if (state === 'absent' || key === undefined || wanted === undefined) return kept;
  const gap = kept === '' || kept.endsWith('\n') ? '' : '\n';
  const line = salt === undefined ? key : hashedLine(wanted, host, salt);
  return `${kept}${gap}${line}${line.endsWith('\n') ? '' : '\n'}`;
}

/** Whether an entry is the wanted one: the same key of the same names, or of a hashed one. */
function says({ patterns, type, key }: KnownHost, wanted: KnownHost, hashed: boolean): boolean {
  const names = hashed
    ? patterns[0]?.startsWith('|') === true
    : patterns.join(',') === wanted.patterns.join(',');
  return names && type === wanted.type && key.equals(wanted.key);
}

function hashedLine({ type, key }: KnownHost, host: string, salt: Buffer): string {
  const hash = createHmac('sha1', salt).update(host).digest('base64');
  return `|1|${salt.toString('base64')}|${hash} ${type} ${key.toString('base64')}`;
}
