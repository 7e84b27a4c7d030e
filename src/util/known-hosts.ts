import { createHmac, timingSafeEqual } from 'node:crypto';

/** One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `revoked` keys are refused; `cert-authority` lines vouch for certificates, which are not supported. */
  readonly marker: 'revoked' | 'cert-authority' | undefined;
  /** The comma list as written, or one hashed name. */
  readonly patterns: readonly string[];
  readonly type: string;
  readonly key: Buffer;
}

/** Reads the text of one known_hosts file; comments, blank and malformed lines are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const entry = parseLine(line, file, index + 1);
    return entry === undefined ? [] : [entry];
  });
}

function parseLine(text: string, file: string, line: number): KnownHost | undefined {
  const words = text.trim().split(/[ \t]+/);
  const first = words[0] ?? '';
  if (first === '' || first.startsWith('#')) {
    return undefined;
  }
  const marked = first.startsWith('@');
  const marker =
    first === '@revoked' ? 'revoked' : first === '@cert-authority' ? 'cert-authority' : undefined;
  const [names, type, key] = marked ? words.slice(1) : words;
  if ((marked && marker === undefined) || names === undefined || type === undefined || key === undefined) {
    return undefined;
  }
  return { file, line, marker, patterns: names.split(','), type, key: Buffer.from(key, 'base64') };
}

/** Whether an entry speaks of the name: some pattern matches and no negated one does. */
export function entryMatches(entry: KnownHost, name: string): boolean {
  const matches = entry.patterns.map((pattern) =>
    pattern.startsWith('!')
      ? { negated: true, hit: patternMatches(pattern.slice(1), name) }
      : { negated: false, hit: patternMatches(pattern, name) },
  );
  return (
    matches.some(({ negated, hit }) => !negated && hit) && !matches.some(({ negated, hit }) => negated && hit)
  );
}

function patternMatches(pattern: string, name: string): boolean {
  if (pattern.startsWith('|')) {
    return hashedNameMatches(pattern, name);
  }
  const lower = pattern.toLowerCase();
  return /[*?]/.test(lower) ? wildcardMatches(lower, name) : lower === name;
}

/** `|1|salt|hash`: HMAC-SHA1 of the name, keyed with the salt. */
function hashedNameMatches(pattern: string, name: string): boolean {
  const [, version, salt, hash] = pattern.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) {
    return false;
  }
  const wanted = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === actual.length && timingSafeEqual(wanted, actual);
}

/** `*` is any run of characters, `?` any one. Linear in both: no regular expression made from a file's text. */
function wildcardMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      resume = n;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      n = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(p));
}
