import { readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';

/** Python's `glob.glob` (without `**`): existing paths in the order of their names. Dot files need a dot in the pattern. */
export function globPaths(pattern: string): readonly string[] {
  const segments = pattern.split('/').filter((segment) => segment !== '');
  let found: readonly string[] = [pattern.startsWith('/') ? '/' : ''];
  for (const segment of segments) {
    found = found.flatMap((base) => step(base, segment));
  }
  return segments.length === 0 ? [] : found;
}

/** Regular files (or links to them) that a pattern matches. */
export function globFiles(pattern: string): readonly string[] {
  return globPaths(pattern).filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function step(base: string, segment: string): readonly string[] {
  if (!/[*?[]/.test(segment)) {
    const path = posix.join(base, segment);
    return statSync(path, { throwIfNoEntry: false }) === undefined ? [] : [path];
  }
  const matches = segmentPattern(segment);
  return entriesOf(base === '' ? '.' : base)
    .filter((name) => matches.test(name) && (segment.startsWith('.') || !name.startsWith('.')))
    .map((name) => posix.join(base, name));
}

function entriesOf(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).sort() : [];
}

/** `fnmatch`: `*`, `?`, `[seq]`, `[!seq]`. */
function segmentPattern(segment: string): RegExp {
  const source = segment.replace(
    /\*+|\?|\[(!?)(\]?[^\]]*)\]|[\\^$.|+(){}[\]/]/g,
    (token, negated?: string, set?: string) => {
      if (set !== undefined) {
        return `[${negated === '!' ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
      }
      if (token.startsWith('*')) {
        return '.*';
      }
      return token === '?' ? '.' : `\\${token}`;
    },
  );
  return new RegExp(`^${source}$`, 'su');
}
