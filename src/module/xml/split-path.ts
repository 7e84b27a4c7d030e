/** The last step of an expression and what is before it; no parent for a single step, an empty one for a step from the root. */
export interface SplitPath {
  readonly parent: string | undefined;
  readonly step: string;
}

/** Splits at the last slash that stands neither in a predicate nor in a literal. */
export function splitPath(expression: string): SplitPath {
  const text = expression.trim();
  const slashes = [...outside(text, '/')];
  const at = slashes.at(-1);
  if (at === undefined) return { parent: undefined, step: text };
  return { parent: text.slice(0, at), step: text.slice(at + 1) };
}

/** `name[a][b and c]` as the name and `a`, `b`, `c`. */
export function splitPredicates(step: string): {
  readonly name: string;
  readonly predicates: readonly string[];
} {
  const start = step.indexOf('[');
  if (start < 0 || !step.endsWith(']')) return { name: step, predicates: [] };
  const predicates = step.slice(start + 1, -1);
  const parts = cut(predicates, [...outside(predicates, ' and '), ...outside(predicates, '][')]);
  return {
    name: step.slice(0, start),
    predicates: parts.map((part) => part.replace(/^(?: and |\]\[)/, '').trim()),
  };
}

function cut(text: string, places: readonly number[]): readonly string[] {
  const ends = [...places].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => text.slice(start, ends[index] ?? text.length));
}

/** Where a word stands outside of brackets and literals. */
function* outside(text: string, word: string): Generator<number> {
  let depth = 0;
  let literal = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (literal !== '') {
      if (character === literal) literal = '';
      continue;
    }
    if (depth === 0 && text.startsWith(word, index)) yield index;
    if (character === '"' || character === "'") literal = character;
    else if (character === '[' || character === '(') depth += 1;
    else if (character === ']' || character === ')') depth -= 1;
  }
}
