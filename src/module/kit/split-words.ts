/**
 * Splits a command line into words as a POSIX shell would without expanding anything (Python's `shlex.split`).
 * Undefined for an open quote or a lone backslash at the end.
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === "'" || character === '"') {
      const part = quotedPart(text, index);
      if (part === undefined) return undefined;
      word = (word ?? '') + part.text;
      index = part.end;
      continue;
    }
    if (character === '\\') {
      if (index + 1 >= text.length) return undefined;
      word = (word ?? '') + text.charAt(index + 1);
      index += 2;
      continue;
    }
    if (/[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
    index += 1;
  }
  if (word !== undefined) words.push(word);
  return words;
}

interface Part {
  readonly text: string;
  readonly end: number;
}

/** What the quote at `start` holds. In double quotes a backslash keeps only a quote or a backslash. */
function quotedPart(text: string, start: number): Part | undefined {
  const quote = text.charAt(start);
  let part = '';
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === quote) return { text: part, end: index + 1 };
    const next = text.charAt(index + 1);
    if (quote === '"' && character === '\\' && (next === '"' || next === '\\')) {
      part += next;
      index += 1;
    } else {
      part += character;
    }
  }
  return undefined;
}
