import { characters, textLength, textSlice } from '../../values/text.ts';

export interface WrapOptions {
  readonly width: number;
  readonly breaksWords: boolean;
  readonly breaksAtHyphens: boolean;
}

/** One line as lines of at most a width, broken as Python's textwrap does. Nothing for an empty line. */
export function wrapLine(line: string, options: WrapOptions): string[] {
  const lines: string[] = [];
  let current: string[] = [];
  let length = 0;
  const flush = (): void => {
    while (current.at(-1)?.trim() === '') current.pop();
    if (current.length > 0) lines.push(current.join(''));
    current = [];
    length = 0;
  };
  const width = Math.max(1, options.width);
  for (const chunk of chunksOf(line, options.breaksAtHyphens)) {
    let rest = chunk;
    if (rest.trim() === '' && length === 0 && lines.length > 0) continue;
    if (length + textLength(rest) > width && textLength(rest) <= width) flush();
    if (rest.trim() === '' && length === 0 && lines.length > 0) continue;
    while (options.breaksWords && textLength(rest) > width) {
      const room = width - length;
      if (room <= 0) {
        flush();
        continue;
      }
      current.push(textSlice(rest, 0, room));
      rest = characters(rest).slice(room).join('');
      flush();
    }
    if (!options.breaksWords && length > 0 && length + textLength(rest) > width) flush();
    if (rest === '') continue;
    current.push(rest);
    length += textLength(rest);
  }
  flush();
  return lines;
}

/** Words and the spaces between them; a word with hyphens is cut after each of them. */
function chunksOf(line: string, atHyphens: boolean): string[] {
  const words = line.split(/(\s+)/).filter((part) => part !== '');
  if (!atHyphens) return words;
  return words.flatMap((word) => word.split(/(?<=[\p{L}\p{N}]-)(?=[\p{L}\p{N}])/u));
}
