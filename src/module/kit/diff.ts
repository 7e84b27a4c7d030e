import type { Diff, ResultData } from '../result.ts';
import { quotePath } from './paths.ts';
import type { Reading } from './reading.ts';

/** Bytes: what is longer is not shown (Ansible's default for max_diff_size). */
const limit = 104448;

export interface ContentDiff {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
  readonly beforeHeader: string;
  readonly afterHeader: string;
}

/** A diff of two contents. What is binary or large is said, not shown. */
export function contentDiff({ before, after, beforeHeader, afterHeader }: ContentDiff): Diff {
  const headers = { before_header: beforeHeader, after_header: afterHeader };
  const isLarge = (before?.length ?? 0) > limit || (after?.length ?? 0) > limit;
  const reason = isLarge
    ? `longer than ${limit} bytes`
    : isBinary(before) || isBinary(after)
      ? 'binary'
      : undefined;
  if (reason !== undefined) return { ...headers, prepared: `no diff is shown: the content is ${reason}\n` };
  return { ...headers, before: textOf(before), after: textOf(after) };
}

/** A file's content for a diff: at most so much that `contentDiff` can tell it is too long. Empty when there is none. */
export function diffContentOf(path: string): Reading<Buffer> {
  return { script: diffContentScript(quotePath(path)), inline: 'prints', parse: ({ stdout }) => stdout };
}

/** The script of `diffContentOf` for a path that is already shell text. */
export function diffContentScript(word: string): string {
  return `if [ -f ${word} ]; then head -c ${limit + 1} < ${word}; fi`;
}

/** A diff of two sets of named properties: data, which reporters show with one name a line. */
export function propertyDiff(
  before: Readonly<Record<string, ResultData>>,
  after: Readonly<Record<string, ResultData>>,
): Diff {
  return { before: sorted(before), after: sorted(after) };
}

function sorted(properties: Readonly<Record<string, ResultData>>): Readonly<Record<string, ResultData>> {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A NUL in the first part means binary, as git and Ansible have it. */
function isBinary(content: Uint8Array | undefined): boolean {
  return content?.subarray(0, 8192).includes(0) ?? false;
}

function textOf(content: Uint8Array | undefined): string {
  return content === undefined ? '' : Buffer.from(content).toString();
}
