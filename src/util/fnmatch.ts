/**
 * Python's fnmatch as the source of a regular expression (flag `s`): `*`, `?`, `[seq]`, `[!seq]`, the whole text,
 * case counts.
 */
export function fnmatchSource(glob: string): string {
  const source = glob.replace(/\[(!?)(\]?[^\]]*)\]|[\s\S]/g, (part, not?: string, set?: string) => {
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${classItems(set)}]`;
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return `^${source}$`;
}

/** The items of a set. A range whose begin is after its end holds nothing. */
function classItems(set: string): string {
  const sound = set.replace(/([\s\S])-([\s\S])/g, (range, first: string, last: string) =>
    first > last ? '' : range,
  );
  return sound.replace(/[\\\]^[]/g, '\\$&');
}
