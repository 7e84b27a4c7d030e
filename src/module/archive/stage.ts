import { quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import type { Reading } from '../kit/reading.ts';

/** A tar by what it is packed with: `tar` alone is not packed. */
export type ArchiveKind = 'tar' | 'tar gz' | 'tar bzip2' | 'tar xz' | 'tar zstd' | 'zip';

const kinds: readonly ArchiveKind[] = ['tar', 'tar gz', 'tar bzip2', 'tar xz', 'tar zstd', 'zip'];

export interface ArchiveRequest {
  readonly archive: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly extraOptions: readonly string[];
}

export interface Extraction {
  readonly kind: ArchiveKind | undefined;
  readonly rc: number;
  readonly output: string;
}

/**
 * Unpacks an archive into a new directory that only the task's user can enter. The first bytes tell zip from tar;
 * tar knows its own compression, and where it does not (BusyBox), gzip, bzip2 and xz are tried.
 */
export function extract(request: ArchiveRequest, staging: string): Reading<Extraction> {
  const a = quotePath(request.archive);
  const s = quotePath(staging);
  const options = request.extraOptions.map(quote).join(' ');
  const members = request.include.map(quote).join(' ');
  const zipExclude = request.exclude.length === 0 ? '' : `-x ${request.exclude.map(quote).join(' ')}`;
  const tar = (flag: string): string => `tar -x ${flag} -p -f ${a} -C ${s} "$@" ${options} ${members}`;
  const script = `(umask 077; mkdir ${s}) || { echo none; exit 1; }
if [ "$(head -c 2 ${a})" = PK ]; then
  echo zip
  unzip -q -o ${options} ${a} ${members} ${zipExclude} -d ${s} 2>&1
else
  case $(head -c 4 ${a} | od -A n -t x1 | tr -d ' ') in
    1f8b*) echo tar gz ;;
    425a68*) echo tar bzip2 ;;
    fd377a58) echo tar xz ;;
    28b52ffd) echo tar zstd ;;
    *) echo tar ;;
  esac
  ${excludeSetup(request.exclude)}
  { ${tar('')} || ${tar('-z')} 2>/dev/null || ${tar('-j')} 2>/dev/null || ${tar('-J')} 2>/dev/null; } 2>&1 || exit 1
  ${excludeByHand(request.exclude, staging)}
fi`;
  return {
    script,
    parse: ({ stdout, rc }) => {
      const text = stdout.toString();
      const [first = ''] = text.split('\n', 1);
      return {
        kind: kinds.find((kind) => kind === first),
        rc,
        output: text.slice(first.length + 1).trim(),
      };
    },
  };
}

/** tar's own options, where it has them: BusyBox may be built without. */
function excludeSetup(patterns: readonly string[]): string {
  if (patterns.length === 0) return 'set --';
  const options = patterns.map((pattern) => quote(`--exclude=${pattern}`)).join(' ');
  return `set --; tar --help 2>&1 | grep -q -e --exclude && set -- ${options}`;
}

/** What tar would have left out, for one that cannot: a pattern counts from any folder on. */
function excludeByHand(patterns: readonly string[], staging: string): string {
  const root = staging.replaceAll(/[[\]*?\\]/g, '\\$&');
  const tests = patterns
    .map((pattern) => pattern.replace(/^\.\//, '').replace(/\/+$/, ''))
    .flatMap((pattern) => [`-path ${quote(`${root}/${pattern}`)}`, `-path ${quote(`${root}/*/${pattern}`)}`]);
  if (tests.length === 0) return ':';
  return `[ $# -gt 0 ] || find ${quotePath(staging)} \\( ${tests.join(' -o ')} \\) -prune -exec rm -r -f {} +`;
}

/** The entries of a staged archive, folders with a slash at the end. */
export function entriesOf(staging: string): Reading<readonly string[]> {
  const loop =
    'for f; do if [ -d "$f" ] && [ ! -h "$f" ]; then printf "%s/\\0" "$f"; else printf "%s\\0" "$f"; fi; done';
  return {
    script: `cd ${quotePath(staging)} && find . ! -name . -exec sh -c '${loop}' sh {} +`,
    parse: ({ stdout }) =>
      stdout
        .toString()
        .split('\0')
        .filter((name) => name !== '')
        .map((name) => name.replace(/^\.\//, '')),
  };
}

/** What counts as the same: kind, content, mode, owner and group; not the time. */
const isSame = `if [ -h "$f" ]; then [ "$(readlink "$f")" = "$(readlink "$r/$f")" ];
elif [ -d "$f" ]; then [ -d "$r/$f" ] && [ "$(stat -c "%a %u %g" "$f")" = "$(stat -L -c "%a %u %g" "$r/$f")" ];
else [ -f "$r/$f" ] && [ ! -h "$r/$f" ] && cmp -s "$f" "$r/$f" && [ "$(stat -c "%a %u %g" "$f")" = "$(stat -c "%a %u %g" "$r/$f")" ]; fi`;

/** Moved, not copied: each file is replaced in one step and keeps what the archive says of it. */
const install = `if [ -d "$f" ] && [ ! -h "$f" ]; then
  [ -d "$r/$f" ] || mkdir "$r/$f" || exit 1
  chown "$(stat -c "%u:%g" "$f")" "$r/$f" && chmod "$(stat -c %a "$f")" "$r/$f" || exit 1
elif [ -d "$r/$f" ] && [ ! -h "$r/$f" ]; then echo "$r/$f is a directory" >&2; exit 1
else mv -f "$f" "$r/$f" || exit 1; fi`;

export interface MergeRequest {
  readonly staging: string;
  readonly dest: string;
  readonly keepNewer: boolean;
  readonly checkMode: boolean;
}

/** Prints a line for each staged entry that differs from what is at the destination and, not in check mode, puts it there. */
export function mergeScript({ staging, dest, keepNewer, checkMode }: MergeRequest): string {
  const kept = keepNewer ? '[ ! -d "$f" ] && [ "$r/$f" -nt "$f" ] && continue\n' : '';
  const loop = `for f; do ${kept}${isSame} || { echo differs\n${checkMode ? '' : install}\n}; done`;
  return `r=$(cd ${quotePath(dest)} && pwd -P) && export r && cd ${quotePath(staging)} && find . ! -name . -exec sh -c '${loop}' sh {} +`;
}
