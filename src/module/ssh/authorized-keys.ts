/** One line of an authorized_keys file that holds a key, as sshd(8) has it. */
export interface AuthorizedKey {
  /** As written, in their order: `no-pty`, `from="10.0.0.1,10.0.0.2"`. */
  readonly options: readonly string[];
  readonly type: string;
  /** What makes a key this key: base64. */
  readonly blob: string;
  readonly comment: string;
}

export interface KeysRequest {
  /** At least one, each blob once. */
  readonly keys: readonly AuthorizedKey[];
  readonly state: 'present' | 'absent';
  /** Nothing but these keys. */
  readonly exclusive: boolean;
}

const keyType =
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)(?:-cert-v01@openssh\.com)?$/;

/** A line as a key; undefined for one that is none (blank, a comment, damaged). */
export function parseAuthorizedKey(line: string): AuthorizedKey | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  const first = firstWord(text);
  const hasOptions = !keyType.test(first);
  const [, type = '', blob = '', comment = ''] =
    /^(\S+)\s+(\S+)(?:\s+(.*))?$/s.exec(hasOptions ? text.slice(first.length).trim() : text) ?? [];
  if (!keyType.test(type)) return undefined;
  return { options: hasOptions ? splitOptions(first) : [], type, blob, comment };
}

/** Up to the first blank that is not in double quotes. */
function firstWord(text: string): string {
  return /^(?:"(?:\\"|[^"])*"|[^\s"])*/.exec(text)?.[0] ?? '';
}

/** Options at the commas that are not in double quotes. */
export function splitOptions(text: string): readonly string[] {
  return text.match(/(?:"(?:\\"|[^"])*"|[^,"])+/g) ?? [];
}

/** A key as a line, without a line end. */
export function formatAuthorizedKey({ options, type, blob, comment }: AuthorizedKey): string {
  return [options.join(','), type, blob, comment].filter((part) => part !== '').join(' ');
}

/**
 * Makes keys stand in a text, or takes them out. A key that is there in another form is written anew at the end; lines
 * about which nothing is to be done stay as they are, however they are written.
 */
export function editAuthorizedKeys(text: string, { keys, state, exclusive }: KeysRequest): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const present = lines.map(parseAuthorizedKey);
  const wanted = new Map(keys.map((key) => [key.blob, key]));
  if (state === 'absent') return lines.filter((_, index) => !wanted.has(present[index]?.blob ?? '')).join('');
  const written = new Set<string>();
  const edited = lines.flatMap((line, index) => {
    const key = present[index];
    const own = key === undefined ? undefined : wanted.get(key.blob);
    if (key === undefined || own === undefined) return exclusive ? [] : [line];
    if (written.has(own.blob) || !isSame(key, own)) return [];
    written.add(own.blob);
    return [line];
  });
  const added = keys.filter(({ blob }) => !written.has(blob)).map((key) => `${formatAuthorizedKey(key)}\n`);
  const kept = edited.join('');
  const gap = added.length > 0 && kept !== '' && !kept.endsWith('\n') ? '\n' : '';
  return `${kept}${gap}${added.join('')}`;
}

/** The order of options means nothing to sshd. */
function isSame(a: AuthorizedKey, b: AuthorizedKey): boolean {
  const options = (key: AuthorizedKey): string => JSON.stringify(key.options.toSorted());
  const comment = (key: AuthorizedKey): string => key.comment.replaceAll(/\s+/g, ' ');
  return a.type === b.type && comment(a) === comment(b) && options(a) === options(b);
}
