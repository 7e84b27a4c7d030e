import { compilePythonRegex } from '../../values/regex.ts';
import type { ModuleContext } from '../context.ts';
import { quotePath } from '../kit/paths.ts';
import { type Reading, read } from '../kit/reading.ts';
import type { FoundFile } from './listing.ts';

/** How much content is looked at in one round trip: what the controller holds at a time, but for one large file. */
const BATCH_BYTES = 32 * 1024 * 1024;
/** How many files: their names are shell text. */
const BATCH_FILES = 1000;

export interface ContentSearch {
  /** As in Python: at the beginning of a line, or anywhere in the whole file. */
  readonly pattern: string;
  readonly wholeFile: boolean;
}

/** Those of the files that hold a text. The pattern is Python's, so the controller looks: the contents come in few streams. */
export async function filesWith(
  context: ModuleContext,
  files: readonly FoundFile[],
  search: ContentSearch,
): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const batch of batches(files)) {
    const readings = batch.map((file) => holds(file, search));
    const held = await read(context, Object.fromEntries(readings.entries()));
    found.push(...batch.filter((_, index) => held[String(index)] === true));
  }
  return found;
}

function holds({ path }: FoundFile, { pattern, wholeFile }: ContentSearch): Reading<boolean> {
  const regex = compilePythonRegex(pattern);
  return {
    script: `cat < ${quotePath(path)} 2>/dev/null`,
    inline: 'prints',
    parse({ stdout, rc }) {
      if (rc !== 0) return false;
      const text = stdout.toString();
      if (wholeFile) return regex.search(text) !== undefined;
      return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).some((line) => regex.match(line) !== undefined);
    },
  };
}

function batches(files: readonly FoundFile[]): readonly (readonly FoundFile[])[] {
  const all: FoundFile[][] = [];
  let size = 0;
  for (const file of files) {
    const last = all.at(-1);
    if (last === undefined || size + file.status.size > BATCH_BYTES || last.length >= BATCH_FILES) {
      all.push([file]);
      size = file.status.size;
    } else {
      last.push(file);
      size += file.status.size;
    }
  }
  return all;
}
