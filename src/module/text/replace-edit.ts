import { compilePythonRegex } from '../../values/regex.ts';

export interface Replacement {
  readonly regexp: string;
  /** With `\1` and `\g<name>` for groups. */
  readonly replace: string;
  /** Only what comes behind a match of this pattern counts. */
  readonly after: string | undefined;
  /** Only what comes before a match of this pattern counts. */
  readonly before: string | undefined;
}

export interface ReplaceEdit {
  readonly text: string;
  /** How many matches were replaced; undefined when the part that counts is not there. */
  readonly count: number | undefined;
}

/** Replaces every match of a pattern, in which `^` and `$` are those of lines, in a text or a part of it. */
export function replaceMatches(text: string, request: Replacement): ReplaceEdit {
  const part = partOf(text, request);
  if (part === undefined) return { text, count: undefined };
  const pattern = compilePythonRegex(request.regexp, { multiline: true });
  const section = text.slice(part.start, part.end);
  const count = pattern.matchAll(section).length;
  if (count === 0) return { text, count };
  const replaced = pattern.replace(section, request.replace);
  return { text: `${text.slice(0, part.start)}${replaced}${text.slice(part.end)}`, count };
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the part between `after` and `before` is. Both are one pattern, in which `.` matches line ends too: with
 * `after` the part is the shortest that fits, with `before` alone the longest.
 */
function partOf(text: string, { after, before }: Replacement): Part | undefined {
  if (after === undefined && before === undefined) return { start: 0, end: text.length };
  const head = flagsApart(after ?? '');
  const tail = flagsApart(before ?? '');
  const section = after === undefined || before === undefined ? '.*' : '.*?';
  const pattern = compilePythonRegex(
    `${head.flags}${tail.flags}(?:${head.rest})(?P<section>${section})(?P<tail>${tail.rest})`,
    { dotAll: true },
  );
  const match = pattern.search(text);
  if (match === undefined) return undefined;
  const lengthOf = (group: string): number => match.groups[pattern.groupNames.get(group) ?? 0]?.length ?? 0;
  const end = match.end - lengthOf('tail');
  return { start: end - lengthOf('section'), end };
}

/** Flags for the whole pattern, which must come first in it. */
function flagsApart(pattern: string): { readonly flags: string; readonly rest: string } {
  const flags = /^\(\?[a-zA-Z]+\)/.exec(pattern)?.[0] ?? '';
  return { flags, rest: pattern.slice(flags.length) };
}
