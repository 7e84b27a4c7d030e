/** Python's `itertools`, in its order. */

export function* cartesian<T>(pools: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...rest] = pools;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const item of first) {
    for (const tail of cartesian(rest)) {
      yield [item, ...tail];
    }
  }
}

export function* choose<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const tail of choose(items.slice(index + 1), size - 1)) {
      yield [item, ...tail];
    }
  }
}

export function* permute<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const tail of permute(items.toSpliced(index, 1), size - 1)) {
      yield [item, ...tail];
    }
  }
}
