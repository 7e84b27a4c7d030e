/** How many characters a part of a pattern can match: what Python asks of a look-behind. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

export const noWidth: Width = { min: 0, max: 0 };
export const oneCharacter: Width = { min: 1, max: 1 };

export function inSequence(first: Width, second: Width): Width {
  return { min: first.min + second.min, max: first.max + second.max };
}

export function eitherOf(first: Width | undefined, second: Width): Width {
  if (first === undefined) return second;
  return { min: Math.min(first.min, second.min), max: Math.max(first.max, second.max) };
}

/** The width under a quantifier as it is written: `*`, `+`, `?`, `{2}`, `{2,}`, `{,3}`, `{2,3}`. */
export function repeated(width: Width, quantifier: string): Width {
  const [least, most] = bounds(quantifier);
  return { min: width.min * least, max: width.max === 0 ? 0 : width.max * most };
}

function bounds(quantifier: string): readonly [number, number] {
  switch (quantifier.charAt(0)) {
    case '*':
      return [0, Number.POSITIVE_INFINITY];
    case '+':
      return [1, Number.POSITIVE_INFINITY];
    case '?':
      return [0, 1];
    default: {
      const [, least = '', comma, most = ''] = /^\{(\d*)(,?)(\d*)\}/.exec(quantifier) ?? [];
      const low = Number(least);
      return [low, comma === '' ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most)];
    }
  }
}
