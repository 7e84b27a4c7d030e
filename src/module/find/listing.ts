import { randomBytes } from 'node:crypto';
import { quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import type { Reading } from '../kit/reading.ts';
import { type FileStatus, parseStatus, statusFormat } from '../kit/status.ts';
import { ModuleFailure } from '../result.ts';

export interface FoundFile {
  readonly path: string;
  /** Of the link itself, where it is one. */
  readonly status: FileStatus;
}

/** What is below one folder. */
export interface Listing {
  /** Undefined: it is no folder. */
  readonly files: readonly FoundFile[] | undefined;
  /** How many there are, whether they are listed or not. */
  readonly examined: number;
}

export interface ListingRequest {
  readonly folder: string;
  readonly recurse: boolean;
  /** How many levels are listed; all of them otherwise. */
  readonly depth: number | undefined;
  /** Go into folders that links lead to. */
  readonly follow: boolean;
  /** Globs of which one matches the name of whatever is looked for: a hint that spares the wire the others. */
  readonly names: readonly string[];
}

/**
 * Everything below a folder with its status, in one stream, in the order of the paths: two processes, and one more for
 * each few thousand files; where not everything is listed, two more count the rest. Names may hold any bytes; those
 * that are no UTF-8 come with replacement characters.
 */
export function listingOf({ folder, recurse, depth, follow, names }: ListingRequest): Reading<Listing> {
  const marker = `tsplay-${randomBytes(12).toString('hex')}`;
  const p = quotePath(folder);
  // -H: a folder that is named may be a link, those that are found are not entered.
  const walk = `find ${follow ? '-L' : '-H'} ${p} -mindepth 1`;
  const levels = recurse ? depth : 1;
  const deep = levels === undefined ? '' : ` -maxdepth ${levels}`;
  const tests = nameTests(names);
  const isWhole = tests === '' && (!recurse || depth === undefined);
  const format = `${quote(`${marker} `)}${statusFormat}${quote('\n%n')}`;
  const count = `${walk}${recurse ? '' : ' -maxdepth 1'} -exec sh -c 'echo $#' sh {} + 2>/dev/null`;
  // Links to nowhere make -L complain, and folders that may not be read do: what can be seen is listed.
  return {
    script: `if ! command -v stat >/dev/null; then echo no stat
elif [ ! -d ${p} ]; then echo no folder
else
${walk}${deep}${tests} -exec stat -c ${format} {} + 2>/dev/null
printf '%s ' ${marker}
${isWhole ? '' : count}
fi`,
    inline: 'prints',
    parse({ stdout }) {
      const [start = '', ...records] = stdout.toString().split(`${marker} `);
      if (start === 'no stat\n') throw new ModuleFailure('the target has no stat to look at files with');
      if (start === 'no folder\n') return { files: undefined, examined: 0 };
      const counts = records.pop() ?? '';
      const examined = isWhole
        ? records.length
        : counts.split('\n').reduce((sum, each) => sum + Number(each), 0);
      return { files: records.flatMap(fileOf).sort(byPath), examined };
    },
  };
}

/** Seven lines of status, and the path with a line end behind it. */
function fileOf(record: string): readonly FoundFile[] {
  const lines = record.split('\n');
  const status = parseStatus({ stdout: Buffer.from(lines.slice(0, 7).join('\n')), rc: 0 });
  const path = lines.slice(7, -1).join('\n');
  return status === undefined ? [] : [{ path, status }];
}

function byPath(a: FoundFile, b: FoundFile): number {
  return a.path < b.path ? -1 : 1;
}

/**
 * The globs as tests of find, which match at least what they match in Python: `?` is a byte there, and brackets have
 * rules of their own, so that one with brackets or backslashes leaves the choice to the controller.
 */
function nameTests(names: readonly string[]): string {
  if (names.length === 0 || names.some((name) => /[[\]\\]/.test(name))) return '';
  const tests = names.map((name) => `-name ${quote(name.replaceAll(/[?*]+/g, '*'))}`);
  return ` \\( ${tests.join(' -o ')} \\)`;
}
