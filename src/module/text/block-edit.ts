import { compilePythonRegex } from '../../values/regex.ts';

export interface BlockRequest {
  /** The lines between the markers; undefined when there shall be no block. */
  readonly block: string | undefined;
  /** The lines that stand before and after the block, without line ends. */
  readonly begin: string;
  readonly end: string;
  /** `EOF`, `BOF`, or a pattern. */
  readonly insertAfter: string | undefined;
  readonly insertBefore: string | undefined;
}

export interface BlockEdit {
  readonly text: string;
  readonly message: '' | 'Block inserted' | 'Block removed';
}

/**
 * Makes a block of lines between markers stand in a text, or takes it out. The last pair of markers is the block's
 * place, also when the end comes first; a marker without the other counts for nothing.
 */
export function editBlock(text: string, request: BlockRequest): BlockEdit {
  const { block, begin, end } = request;
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const bare = lines.map((line) => line.replace(/\n$/, ''));
  const ends = [bare.lastIndexOf(begin), bare.lastIndexOf(end)].sort((a, b) => a - b);
  const [first = -1, last = -1] = ends;
  const isThere = first >= 0;
  if (block === undefined && !isThere) return { text, message: '' };
  const at = isThere ? first : insertionIndex(text, lines, request);
  const before = lines.slice(0, at).join('');
  const after = lines.slice(isThere ? last + 1 : at).join('');
  const written = block === undefined ? '' : `${begin}\n${ended(block)}${end}\n`;
  const gap = written === '' || before === '' || before.endsWith('\n') ? '' : '\n';
  const result = `${before}${gap}${written}${after}`;
  if (result === text) return { text, message: '' };
  return { text: result, message: block === undefined ? 'Block removed' : 'Block inserted' };
}

function ended(block: string): string {
  return block.endsWith('\n') ? block : `${block}\n`;
}

/**
 * The end, unless a place is asked for and found: behind or before the last line that matches, or the first match of a
 * pattern that goes over lines.
 */
function insertionIndex(
  text: string,
  lines: readonly string[],
  { insertAfter, insertBefore }: BlockRequest,
): number {
  if (insertBefore === 'BOF') return 0;
  const place = insertBefore ?? insertAfter;
  if (place === undefined || place === 'EOF') return lines.length;
  const pattern = compilePythonRegex(place);
  if (isMultiline(place)) {
    const match = pattern.search(text);
    if (match === undefined) return lines.length;
    const linesBefore = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
    return insertBefore === undefined ? linesBefore(match.end) + 1 : linesBefore(match.start);
  }
  const found = lines.findLastIndex((line) => pattern.search(line) !== undefined);
  if (found < 0) return lines.length;
  return insertBefore === undefined ? found + 1 : found;
}

/** Whether the pattern's own flags make `^` and `$` those of lines: then it is matched with the whole text. */
function isMultiline(pattern: string): boolean {
  return /^\(\?[aiLsux]*m[a-zA-Z]*\)/.test(pattern);
}
