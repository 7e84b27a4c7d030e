/** One line of fstab(5), unescaped. */
export interface FstabEntry {
  readonly source: string;
  readonly path: string;
  readonly type: string;
  readonly options: string;
  readonly dump: string;
  readonly pass: string;
}

/**
 * The file with one entry set, after all others when it is new. What is a remark, or no entry of four to six words,
 * stays as it is. Entries without a mount point (swap) are told apart by their source.
 */
export function withFstabEntry(text: string, entry: FstabEntry): string {
  const line = lineOf(entry);
  let isThere = false;
  const lines = linesOf(text).map((old) => {
    const found = entryIn(old);
    if (found === undefined || !isSamePlace(found, entry)) return old;
    isThere = true;
    return lineOf(found) === line ? old : line;
  });
  if (!isThere) lines.push(line);
  return joined(lines);
}

/** The file without the entry of a mount point. */
export function withoutFstabEntry(
  text: string,
  { path, source }: Pick<FstabEntry, 'path' | 'source'>,
): string {
  const lines = linesOf(text);
  const kept = lines.filter((line) => {
    const found = entryIn(line);
    return found === undefined || !isSamePlace(found, { path, source });
  });
  return kept.length === lines.length ? text : joined(kept);
}

type Place = Pick<FstabEntry, 'path' | 'source'>;

function isSamePlace(found: Place, wanted: Place): boolean {
  return found.path === wanted.path && (found.path !== 'none' || found.source === wanted.source);
}

function entryIn(line: string): FstabEntry | undefined {
  if (/^\s*(#|$)/.test(line)) return undefined;
  const words = line.trim().split(/\s+/);
  if (words.length < 4 || words.length > 6) return undefined;
  const [source = '', path = '', type = '', options = '', dump = '0', pass = '0'] = words.map(unescapeMount);
  return { source, path, type, options, dump, pass };
}

function lineOf({ source, path, type, options, dump, pass }: FstabEntry): string {
  return [source, path, type, options, dump, pass].map(escapeWord).join(' ');
}

function escapeWord(word: string): string {
  return word.replaceAll(' ', '\\040').replaceAll('\t', '\\011');
}

/** The octal escapes of fstab and /proc/mounts. */
export function unescapeMount(word: string): string {
  return word.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
