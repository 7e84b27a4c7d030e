import { readSource } from '../source/read.ts';

/**
 * `--limit` as the list of its patterns: `@file` stands for the lines of a file (a retry file: one pattern a line,
 * empty lines and lines with `#` left out). Throws what `readSource` throws.
 */
export function readLimit(limit: string): readonly string[] {
  if (!limit.includes('@')) return [limit];
  return limit.split(limit.includes(',') ? ',' : ':').flatMap((part) => {
    const pattern = part.trim();
    return pattern.startsWith('@') ? linesOf(pattern.slice(1)) : [pattern];
  });
}

function linesOf(path: string): readonly string[] {
  return readSource(path, { what: 'limit file' })
    .text.split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
