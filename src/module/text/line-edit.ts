import {
  compilePythonRegex,
  expandReplacement,
  type PythonRegex,
  type RegexMatch,
} from '../../values/regex.ts';

/** How lineinfile finds lines: by a pattern, by a text in them, or else by the line itself. */
export interface LineSearch {
  readonly regexp: string | undefined;
  readonly searchString: string | undefined;
}

export interface LinePresence extends LineSearch {
  readonly line: string;
  readonly backrefs: boolean;
  readonly firstMatch: boolean;
  /** `EOF`, `BOF`, or a pattern. */
  readonly insertAfter: string | undefined;
  readonly insertBefore: string | undefined;
}

export interface LineEdit {
  readonly text: string;
  readonly message: '' | 'line added' | 'line replaced';
}

/** A text's lines, each with the line end it has. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function bare(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

/** Makes one line stand in a text. Nothing changes when it stands there, or (with backrefs) when nothing matches. */
export function ensureLine(text: string, request: LinePresence): LineEdit {
  const lines = linesOf(text);
  const isWanted = matcher(request);
  const found = findMatching(lines, isWanted, request.firstMatch);
  if (found !== undefined) {
    const line = request.backrefs ? expand(request, lines[found] ?? '') : request.line;
    const ended = line.endsWith('\n') ? line : `${line}\n`;
    return lines[found] === ended
      ? unchanged(text)
      : { text: lines.with(found, ended).join(''), message: 'line replaced' };
  }
  if (request.backrefs) return unchanged(text);
  if (lines.some((line) => bare(line) === bare(request.line))) return withEnd(text, lines, request.line);
  const at = insertionIndex(lines, request);
  const before = lines.slice(0, at).join('');
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  const ended = request.line.endsWith('\n') ? request.line : `${request.line}\n`;
  return { text: `${before}${gap}${ended}${lines.slice(at).join('')}`, message: 'line added' };
}

/** The line is there: only where it is the last one and has no end is it replaced, by one that has. */
function withEnd(text: string, lines: readonly string[], line: string): LineEdit {
  const isOpen = lines.at(-1) === bare(line) && !text.endsWith('\n');
  return isOpen ? { text: `${text}\n`, message: 'line replaced' } : unchanged(text);
}

/** Takes out every line that matches; says how many. */
export function removeLines(
  text: string,
  search: LineSearch & { readonly line: string | undefined },
): { readonly text: string; readonly removed: number } {
  const isUnwanted = matcher(search) ?? ((line: string) => bare(line) === bare(search.line ?? ''));
  const lines = linesOf(text);
  const kept = lines.filter((line) => !isUnwanted(line));
  return { text: kept.join(''), removed: lines.length - kept.length };
}

function unchanged(text: string): LineEdit {
  return { text, message: '' };
}

function matcher({ regexp, searchString }: LineSearch): ((line: string) => boolean) | undefined {
  if (regexp !== undefined) {
    const pattern = compilePythonRegex(regexp);
    return (line) => search(pattern, line) !== undefined;
  }
  return searchString === undefined ? undefined : (line) => line.includes(searchString);
}

function search(pattern: PythonRegex, line: string): RegexMatch | undefined {
  return pattern.search(line.replace(/\n$/, ''));
}

function findMatching(
  lines: readonly string[],
  isWanted: ((line: string) => boolean) | undefined,
  first: boolean,
): number | undefined {
  if (isWanted === undefined) return undefined;
  const index = first ? lines.findIndex(isWanted) : lines.findLastIndex(isWanted);
  return index < 0 ? undefined : index;
}

function expand({ regexp, line }: LinePresence, matched: string): string {
  if (regexp === undefined) return line;
  const pattern = compilePythonRegex(regexp);
  const match = search(pattern, matched);
  return match === undefined ? line : expandReplacement(line, match, pattern);
}

/** The end, unless a place is asked for and found. */
function insertionIndex(
  lines: readonly string[],
  { insertAfter, insertBefore, firstMatch }: LinePresence,
): number {
  if (insertBefore === 'BOF' || insertAfter === 'BOF') return 0;
  const place = insertBefore ?? insertAfter;
  if (place === undefined || place === 'EOF') return lines.length;
  const index = findMatching(lines, matcher({ regexp: place, searchString: undefined }), firstMatch);
  if (index === undefined) return lines.length;
  return insertBefore === undefined ? index + 1 : index;
}
