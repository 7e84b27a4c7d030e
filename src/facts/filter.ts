/**
 * Whether a fact's name (without `ansible_`) passes the filters: shell patterns, with or without the prefix. Without
 * filters everything passes.
 */
export function passesFilter(name: string, filters: readonly string[]): boolean {
  return (
    filters.length === 0 ||
    filters.some((filter) => {
      const pattern = globExpression(filter);
      return pattern.test(name) || pattern.test(`ansible_${name}`);
    })
  );
}

/** Python's fnmatch: `*`, `?`, `[seq]`, `[!seq]`. */
function globExpression(glob: string): RegExp {
  let source = '';
  for (let index = 0; index < glob.length; index += 1) {
    const character = glob.charAt(index);
    const end = character === '[' ? glob.indexOf(']', index + 2) : -1;
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (end > 0) {
      const set = glob
        .slice(index + 1, end)
        .replaceAll('\\', '\\\\')
        .replace(/^!/, '^');
      source += `[${set}]`;
      index = end;
    } else source += character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 's');
}
