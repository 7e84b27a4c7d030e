/** Where two versions stand to each other: negative, zero, positive. */
export type VersionOrder = (left: string, right: string) => number;

/** The first difference of two lists; a list that ends first comes first. */
export function orderLists<T>(
  left: readonly T[],
  right: readonly T[],
  order: (a: T, b: T) => number,
): number {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) {
      return 1;
    }
    const result = order(item, other);
    if (result !== 0) {
      return result;
    }
  }
  return left.length - right.length;
}

export function orderTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
