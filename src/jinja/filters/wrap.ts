import { characters, textLength } from '../../values/text.ts';

export interface WrapOptions {
  readonly width: number;
  readonly breaksWords: boolean;
  readonly breaksAtHyphens: boolean;
}

/** One line as lines of at most a width, broken as Python's textwrap does. Nothing for an empty line. */
export function wrapLine(line: string, options: WrapOptions): string[] {
  const width = Math.max(1, options.width);
  const lines: string[] = [];
  const chunks = chunksOf(line, options.breaksAtHyphens).reverse();
  while (chunks.length > 0) {
    const parts = takeLine(chunks, { ...options, width, isFirst: lines.length === 0 });
    if (isBlank(parts.at(-1))) parts.pop();
    if (parts.length > 0) lines.push(parts.join(''));
  }
  return lines;
}

function isBlank(text: string | undefined): boolean {
  return text !== undefined && text.trim() === '';
}

/** The chunks of one line, taken from the end of a reversed list. */
function takeLine(chunks: string[], options: WrapOptions & { readonly isFirst: boolean }): string[] {
  const parts: string[] = [];
  let length = 0;
  if (!options.isFirst && isBlank(chunks.at(-1))) chunks.pop();
  for (;;) {
    const chunk = chunks.at(-1);
    if (chunk === undefined) return parts;
    const size = textLength(chunk);
    if (length + size > options.width) {
      if (size > options.width) breakWord(chunks, parts, options.width - length, options);
      return parts;
    }
    parts.push(chunk);
    chunks.pop();
    length += size;
  }
}

/** A word that fits on no line: what of it fills this one, or (when words stay whole) all of it on its own line. */
function breakWord(chunks: string[], parts: string[], room: number, options: WrapOptions): void {
  const word = chunks.pop() ?? '';
  if (!options.breaksWords) {
    if (parts.length === 0) parts.push(word);
    else chunks.push(word);
    return;
  }
  const letters = characters(word);
  const hyphen = options.breaksAtHyphens ? letters.slice(0, room).lastIndexOf('-') : -1;
  const end = hyphen > 0 && letters.slice(0, hyphen).some((letter) => letter !== '-') ? hyphen + 1 : room;
  parts.push(letters.slice(0, end).join(''));
  chunks.push(letters.slice(end).join(''));
}

/** Words and the spaces between them; a word with hyphens is cut after each of them. */
function chunksOf(line: string, atHyphens: boolean): string[] {
  const words = line.split(/(\s+)/).filter((part) => part !== '');
  if (!atHyphens) return words;
  return words.flatMap((word) => word.split(/(?<=[\p{L}\p{N}]-)(?=[\p{L}\p{N}])/u));
}
