/**
 * The number of single-character insertions, deletions, substitutions and swaps of neighbours that turn one text
 * into the other (optimal string alignment distance), or `limit + 1` as soon as it is known to be above `limit`.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[to.length] ?? 0, limit + 1);
}

/**
 * The name that was most likely meant: the candidate with the smallest edit distance, letter case and `-`/`_`
 * aside, when that is at most a third of the name's length (at least one edit). The first of equals wins.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = comparable(name);
  let limit = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = editDistance(wanted, comparable(candidate), limit);
    if (distance > limit) continue;
    nearest = candidate;
    if (distance === 0) return nearest;
    limit = distance - 1;
  }
  return nearest;
}

/** A sentence for a hint: `did you mean 'x'?`; undefined when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? undefined : `did you mean '${nearest}'?`;
}

function comparable(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
