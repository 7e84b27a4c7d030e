import { captured } from '../captured.ts';
import { quotePath } from '../paths.ts';
import { quote } from '../quote.ts';
import { mapReading, noReading, type Reading, textReading, together } from '../reading.ts';
import { type ListedMount, mountsInTable, mountsPrinted } from './mount-table.ts';

/** What mount_facts is asked to look at. */
export interface SourceRequest {
  /** Files, the aliases all, dynamic and static, and the name of the program. */
  readonly sources: readonly string[];
  /** The program that lists mounts; undefined when none shall be asked. */
  readonly program: string | undefined;
  /** Shell words before the program: a limit of its time. */
  readonly limit: string;
}

/** The mounts of one source, in its order. */
export interface MountSource {
  readonly source: string;
  readonly mounts: readonly ListedMount[];
}

export interface SourcesFound {
  readonly found: readonly MountSource[];
  /** The program was asked and failed. */
  readonly failure: { readonly rc: number; readonly reason: string } | undefined;
}

const dynamicFiles = ['/etc/mtab', '/proc/mounts', '/etc/mnttab'];
const staticFiles = ['/etc/fstab'];

interface Plan {
  readonly files: readonly string[];
  readonly dynamic: readonly string[];
  readonly isProgramNamed: boolean;
}

/** The files in the order in which they are asked, what is mounted before what could be. */
function planOf({ sources, program }: SourceRequest): Plan {
  const files: string[] = [];
  let isProgramNamed = false;
  for (const source of sources) {
    if (source === 'all' || source === 'dynamic') files.push(...dynamicFiles);
    if (source === 'all' || source === 'static') files.push(...staticFiles);
    if (source === program) isProgramNamed = true;
    else if (!['all', 'dynamic', 'static'].includes(source)) files.push(source);
  }
  const isDynamic = sources.includes('all') || sources.includes('dynamic');
  return { files: [...new Set(files)], dynamic: isDynamic ? dynamicFiles : [], isProgramNamed };
}

/**
 * Reads the sources in one round trip. A file that a link or an earlier source has read already, and one that is not
 * there or empty, is passed over. The program is asked when it is a source, or when no dynamic file has anything.
 */
export function mountSources(request: SourceRequest): Reading<SourcesFound> {
  const { files, dynamic, isProgramNamed } = planOf(request);
  const { program } = request;
  const mayRun = program !== undefined && (isProgramNamed || dynamic.length > 0);
  return mapReading(
    together({
      tables: tablesReading(files),
      listed: mayRun
        ? captured(
            `${request.limit} ${quote(program)}`,
            isProgramNamed
              ? ''
              : `for f in ${dynamic.map(quotePath).join(' ')}; do [ -s "$f" ] || IFS= read -r r 2>/dev/null <"$f" && exit 0; done`,
          )
        : noReading(undefined),
    }),
    ({ tables, listed }) => {
      const found = tables.map(({ source, text }) => ({ source, mounts: mountsInTable(text) }));
      if (program === undefined || listed === undefined || (listed.rc === 0 && listed.stdout === '')) {
        return { found, failure: undefined };
      }
      if (listed.rc !== 0) return { found, failure: { rc: listed.rc, reason: listed.stderr.trim() } };
      return {
        found: [...found, { source: program, mounts: mountsPrinted(listed.stdout) }],
        failure: undefined,
      };
    },
  );
}

interface Table {
  readonly source: string;
  readonly text: string;
}

/** Every process has its own /proc/mounts, which is one and the same here. */
function tablesReading(files: readonly string[]): Reading<readonly Table[]> {
  return {
    script: files
      .map((file) => {
        const word = quotePath(file);
        return `if [ -f ${word} ]; then readlink -f ${word}; cat ${word} 2>/dev/null; fi; printf '\\0'`;
      })
      .join('\n'),
    parse: ({ stdout }) => {
      const parts = stdout.toString().split('\0');
      const seen = new Set<string>();
      return files.flatMap((source, index) => {
        const part = parts[index] ?? '';
        const end = part.indexOf('\n');
        const real = part.slice(0, end).replace(/^\/proc\/\d+\//, '/proc/self/');
        const text = part.slice(end + 1);
        if (end < 0 || text === '' || seen.has(real)) return [];
        seen.add(real);
        return [{ source, text }];
      });
    },
  };
}

/** Where something is mounted now, by the kernel's word; undefined where it keeps no list. */
export const mountedPlaces: Reading<ReadonlySet<string> | undefined> = mapReading(
  textReading('cat /proc/self/mounts 2>/dev/null'),
  (text) => (text === undefined ? undefined : new Set(mountsInTable(text).map(({ mount }) => mount))),
);
