import { fnmatchSource } from '../../util/fnmatch.ts';
import { expandingPattern, expandingWord } from '../kit/expansion.ts';
import type { Reading } from '../kit/reading.ts';

/** What a task wants to have in an archive, as it is on the target. Paths are bytes read as latin1. */
export interface FoundSources {
  /** Every path that is named, or that a pattern matches. */
  readonly paths: readonly FoundPath[];
  readonly excludedPaths: readonly string[];
  /** All below the folders among the paths that are not excluded. */
  readonly inside: readonly FoundPath[];
}

export interface FoundPath {
  readonly kind: 'directory' | 'file' | 'missing';
  readonly path: string;
}

const glob = /[*?[]/;

/** Looks the paths up, and all that is in folders, in one round trip. */
export function foundSources(
  paths: readonly string[],
  excludePaths: readonly string[],
): Reading<FoundSources> {
  return {
    script: `say() { printf '%s%s\\0' "$1" "$2"; }
kind() { if [ -d "$1" ]; then k=d; elif [ -e "$1" ] || [ -h "$1" ]; then k=f; else k=-; fi; }
${excludePaths.map((path) => eachMatch(path, '[ $k = - ] || say x "$1"')).join('\n')}
${paths.map((path) => eachMatch(path, takeScript(path, excludePaths))).join('\n')}`,
    parse: ({ stdout }) => {
      const entries = stdout.toString('latin1').split('\0').slice(0, -1);
      const of = (marks: string): readonly FoundPath[] =>
        entries
          .filter((entry) => marks.includes(entry.charAt(0)))
          .map((entry) => ({ kind: kindOf(entry.charAt(0)), path: entry.slice(1) }));
      return { paths: of('df-'), excludedPaths: of('x').map(({ path }) => path), inside: of('DF') };
    },
  };
}

/** A pattern that matches nothing stands for itself in a shell: that is no path. */
function eachMatch(path: string, script: string): string {
  if (!glob.test(path)) return `set -- ${expandingWord(path)}\nkind "$1"\n${script}`;
  return `for p in ${expandingPattern(path)}; do
  set -- "$p"
  kind "$1"
  [ $k = - ] && continue
  ${script}
done`;
}

function takeScript(path: string, excludePaths: readonly string[]): string {
  const isExcluded = excludePaths.map(
    (one) =>
      `for e in ${glob.test(one) ? expandingPattern(one) : expandingWord(one)}; do [ "$e" = "$1" ] && x=1; done`,
  );
  return `${glob.test(path) ? '' : ': '}
x=
${isExcluded.join('\n')}
say $k "$1"
if [ $k = d ] && [ -z "$x" ]; then
  find -H "$1" -exec sh -c 'for f; do if [ -d "$f" ] && [ ! -h "$f" ]; then printf "D%s\\0" "$f"; else printf "F%s\\0" "$f"; fi; done' sh {} +
fi`;
}

function kindOf(mark: string): FoundPath['kind'] {
  return mark === 'd' || mark === 'D' ? 'directory' : mark === '-' ? 'missing' : 'file';
}

/** What an archive is made of. */
export interface ArchivePlan {
  /** The folder that names in the archive begin at, with a slash at its end. */
  readonly root: string;
  /** In the order of their paths, without the folders that are named themselves. */
  readonly members: readonly FoundPath[];
  readonly missing: readonly string[];
  /** Neither a list nor a pattern nor a folder: one file, which need not become an archive. */
  readonly isSingle: boolean;
}

export interface PlanRequest {
  readonly found: FoundSources;
  /** As the task names them. */
  readonly paths: readonly string[];
  readonly exclusionPatterns: readonly string[];
  /** Never goes into itself. */
  readonly dest: string | undefined;
}

export function archivePlan({ found, paths, exclusionPatterns, dest }: PlanRequest): ArchivePlan {
  const isSingle =
    paths.length === 1 && !paths.some((path) => glob.test(path)) && found.paths[0]?.kind !== 'directory';
  const root = commonFolder(found.paths.map(({ path }) => path));
  // What is left out of the list of paths may still be in a folder of it.
  const excluded = new Set(found.excludedPaths);
  const named = new Set(found.paths.map(({ path }) => path));
  const patterns = exclusionPatterns.map((pattern) => new RegExp(fnmatchSource(pattern), 's'));
  const candidates = [
    ...found.paths.filter(({ kind, path }) => kind === 'file' && !excluded.has(path)),
    ...found.inside,
  ];
  const members = new Map(
    candidates
      .filter(({ path }) => path !== dest && !patterns.some((one) => one.test(memberName(root, path))))
      .filter(({ kind, path }) => kind === 'file' || !named.has(path))
      .map((member) => [member.path, member]),
  );
  return {
    root,
    members: [...members.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    missing: found.paths.filter(({ kind }) => kind === 'missing').map(({ path }) => path),
    isSingle,
  };
}

/** The name of a path in an archive. */
export function memberName(root: string, path: string): string {
  return path.startsWith(root) ? path.slice(root.length).replace(/^\/+/, '') : path.replace(/^\/+/, '');
}

/** The deepest folder that all paths are in. A path with a slash at its end is a folder itself. */
function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const [first = []] = folders;
  const length = first.findIndex((part, index) => folders.some((other) => other[index] !== part));
  return `${(length < 0 ? first : first.slice(0, length)).join('/')}/`;
}
