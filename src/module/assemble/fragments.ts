import { randomBytes } from 'node:crypto';
import { compilePythonRegex } from '../../values/regex.ts';
import { quotePath } from '../kit/paths.ts';
import type { Reading } from '../kit/reading.ts';

/** A part of the file that is put together. */
export interface Fragment {
  readonly name: string;
  readonly content: Buffer;
}

/** The files in a folder of the target with what is in them, in one stream; undefined when it is no folder. */
export function fragmentsOf(folder: string): Reading<readonly Fragment[] | undefined> {
  const marker = `tsplay-${randomBytes(12).toString('hex')}`;
  const p = quotePath(folder);
  return {
    script: `cd -P -- ${p} 2>/dev/null || exit 3
for f in * .[!.]* ..?*; do
[ -f "./$f" ] || continue
printf '\\n%s %s\\0' ${marker} "$f"
cat < "./$f" || exit 1
done`,
    parse({ stdout, rc }) {
      if (rc !== 0) return undefined;
      return split(stdout, Buffer.from(`\n${marker} `)).map((record) => {
        const end = record.indexOf(0);
        return { name: record.toString('utf8', 0, end), content: record.subarray(end + 1) };
      });
    },
  };
}

/** What stands behind each of the marks. */
function split(stream: Buffer, mark: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let at = stream.indexOf(mark);
  while (at >= 0) {
    const next = stream.indexOf(mark, at + mark.length);
    parts.push(stream.subarray(at + mark.length, next < 0 ? stream.length : next));
    at = next;
  }
  return parts;
}

export interface Assembly {
  /** A pattern of the names that count, as in Python. */
  readonly regexp: string | undefined;
  readonly ignoreHidden: boolean;
  /** What stands between the fragments, on a line of its own. */
  readonly delimiter: string | undefined;
}

/** The fragments in the order of their names as one content. Each but the last ends with a line end. */
export function assembleFragments(
  fragments: readonly Fragment[],
  { regexp, ignoreHidden, delimiter }: Assembly,
): Buffer {
  const pattern = regexp === undefined ? undefined : compilePythonRegex(regexp);
  const chosen = fragments
    .filter(({ name }) => !(ignoreHidden && name.startsWith('.')))
    .filter(({ name }) => pattern === undefined || pattern.search(name) !== undefined)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const between = delimiter === undefined ? Buffer.alloc(0) : ended(Buffer.from(delimiter));
  return Buffer.concat(
    chosen.flatMap(({ content }, index) =>
      index === chosen.length - 1 ? [content] : [ended(content), between],
    ),
  );
}

function ended(content: Buffer): Buffer {
  const isEnded = content.length === 0 || content.at(-1) === 0x0a;
  return isEnded ? content : Buffer.concat([content, Buffer.from('\n')]);
}
