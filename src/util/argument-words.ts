/** A word of an argument text: `[start, end)` in UTF-16 units, with the line's end when it is the last of its line. */
export interface ArgumentWord {
  readonly start: number;
  readonly end: number;
}

/** Why a text cannot be split, and the offset of what is never closed. */
export interface Unclosed {
  readonly ok: false;
  readonly message: string;
  readonly start: number;
}

export type ArgumentWords = { readonly ok: true; readonly words: readonly ArgumentWord[] } | Unclosed;

/**
 * Splits text as Ansible's short syntax does: words end at each space and line end outside quotes and outside Jinja's
 * brackets (a tab ends none, two spaces have an empty word between them). A lone backslash at a line's end is left out.
 */
export function splitArgumentWords(text: string): ArgumentWords {
  const words: ArgumentWord[] = [];
  let start = 0;
  let index = 0;
  let quoteStart = -1;
  const push = (end: number): void => {
    if (text.slice(start, end) !== '\\\n') words.push({ start, end });
  };
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === '{' && /[{%#]/.test(text.charAt(index + 1))) {
      const end = jinjaEnd(text, index);
      if (end < 0) {
        const opener = text.slice(index, index + 2);
        const closer = opener === '{{' ? '}}' : `${opener.charAt(1)}}`;
        return { ok: false, message: `'${opener}' is never closed by '${closer}'`, start: index };
      }
      index = end;
      continue;
    }
    if (character === '\\' && /['"\\]/.test(text.charAt(index + 1))) {
      index += 2;
      continue;
    }
    if (quoteStart >= 0) {
      if (character === text.charAt(quoteStart)) quoteStart = -1;
    } else if (character === '"' || character === "'") {
      quoteStart = index;
    } else if (character === ' ' || character === '\n') {
      push(character === '\n' ? index + 1 : index);
      start = index + 1;
    }
    index += 1;
  }
  if (quoteStart >= 0) {
    const message = `the quote ${text.charAt(quoteStart)} is never closed`;
    return { ok: false, message, start: quoteStart };
  }
  if (!text.endsWith('\n')) push(text.length);
  return { ok: true, words };
}

/** The offset after the Jinja block that opens at `start`; -1 when none ends it. Dicts nest; strings hide brackets. */
function jinjaEnd(text: string, start: number): number {
  const opener = text.charAt(start + 1);
  if (opener !== '{') return after(text.indexOf(`${opener}}`, start + 2));
  let depth = 0;
  for (let index = start + 2; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, index + 1);
      if (end > 0) index = end;
    } else if (character === '{') {
      depth += 1;
    } else if (character === '}') {
      if (depth === 0 && text.charAt(index + 1) === '}') return index + 2;
      depth = Math.max(0, depth - 1);
    }
  }
  return after(text.indexOf('}}', start + 2));
}

function after(bracket: number): number {
  return bracket < 0 ? -1 : bracket + 2;
}
