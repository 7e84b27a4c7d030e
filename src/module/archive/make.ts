import { quotePath } from '../kit/paths.ts';
import { ModuleFailure } from '../result.ts';
import type { ArchivePlan } from './sources.ts';
import { memberName } from './sources.ts';

export type ArchiveFormat = 'bz2' | 'gz' | 'tar' | 'xz' | 'zip';

const compressors = { bz2: 'bzip2', gz: 'gzip', tar: undefined, xz: 'xz', zip: undefined } as const;

export interface MakeRequest {
  readonly plan: ArchivePlan;
  readonly format: ArchiveFormat;
  /** One file is only compressed. */
  readonly isArchive: boolean;
  /** An empty file on the target, of ours. */
  readonly temporary: string;
  /** A file on the target that lists the members: `memberList`. */
  readonly list: string;
  readonly dest: string;
}

/** The names of the members, each with a NUL behind it. */
export function memberList({ root, members }: ArchivePlan): Uint8Array {
  return Buffer.from(members.map(({ path }) => `${memberName(root, path)}\0`).join(''), 'latin1');
}

/**
 * Shell text that makes the archive in the temporary file, and prints `same` when the one that is there holds the very
 * same: members with mode, owner, size and time, and their contents when they stand in the same order.
 */
export function makeScript(request: MakeRequest): string {
  const { plan, format, isArchive, temporary, list, dest } = request;
  const head = `t=${quotePath(temporary)}\nl=${quotePath(list)}\no=${quotePath(dest)}`;
  const program = compressors[format];
  const needs = [isArchive ? (format === 'zip' ? 'zip' : 'tar') : undefined, program]
    .filter((one) => one !== undefined)
    .map(
      (one) =>
        `command -v ${one} >/dev/null 2>&1 || { echo 'there is no ${one} on the target' >&2; exit 127; }`,
    );
  const make = isArchive ? archiveScript(plan, format) : singleScript(plan, program);
  return [head, ...needs, digestFunction, make].join('\n');
}

/** Without a digest every two archives would look alike. */
const digestFunction = `sum() { if command -v sha256sum >/dev/null 2>&1; then sha256sum; else openssl dgst -r -sha256; fi; }
[ -n "$(echo | sum)" ] || { echo 'there is neither sha256sum nor openssl on the target' >&2; exit 127; }`;

function singleScript({ members }: ArchivePlan, program: string | undefined): string {
  const [file] = members;
  if (file === undefined || program === undefined)
    throw new ModuleFailure('archive: there is nothing to compress');
  const from = bytesWord(quotePath(file.path));
  const quiet = program === 'gzip' ? '-n -c' : '-c';
  return `if [ -f "$o" ] && ${program} -dc <"$o" 2>/dev/null | cmp -s - ${from}; then echo same; exit 0; fi
${program} ${quiet} <${from} >"$t" || exit 1`;
}

function archiveScript(plan: ArchivePlan, format: ArchiveFormat): string {
  const root = bytesWord(quotePath(plan.root));
  if (format === 'zip') {
    return `cd ${root} || exit 1
tr '\\0' '\\n' <"$l" | zip -q -y -X - -@ >"$t" || exit 1
members() { unzip -Z -l "$1" 2>/dev/null | grep '^[-dl]' | sort | sum; }
[ -f "$o" ] && [ "$(members "$o")" = "$(members "$t")" ] && [ "$(unzip -p "$o" | sum)" = "$(unzip -p "$t" | sum)" ] && echo same
exit 0`;
  }
  const program = compressors[format];
  const pack = program === undefined ? 'cat' : `${program} ${program === 'gzip' ? '-n ' : ''}-c`;
  const unpack = program === undefined ? 'cat' : `${program} -dc`;
  const hasLineEnds = plan.members.some(({ path }) => path.includes('\n'));
  return `cd ${root} || exit 1
pack() { tar -c -f - --no-recursion --null -T "$l"; }
if ! tar --help 2>&1 | grep -q -e --null; then
  ${hasLineEnds ? 'echo "the tar of the target cannot take names with line ends" >&2; exit 1' : namesAsArguments}
fi
{ pack "$@" || echo "$?" >"$l.failed"; } | ${pack} >"$t" || exit 1
[ ! -e "$l.failed" ] || { rm -f "$l.failed"; exit 1; }
out() { ${unpack} <"$1" 2>/dev/null; }
if [ -f "$o" ] && [ "$(out "$o" | tar -t -v -f - 2>/dev/null | sort | sum)" = "$(out "$t" | tar -t -v -f - | sort | sum)" ]; then
  if [ "$(out "$o" | tar -t -f - | sum)" != "$(out "$t" | tar -t -f - | sum)" ] ||
    [ "$(out "$o" | tar -x -O -f - | sum)" = "$(out "$t" | tar -x -O -f - | sum)" ]; then echo same; fi
fi
exit 0`;
}

/** BusyBox's tar reads no list of names. */
const namesAsArguments = `tr '\\0' '\\n' <"$l" >"$l.lines"
  set --
  while IFS= read -r name; do set -- "$@" "$name"; done <"$l.lines"
  rm -f "$l.lines"
  pack() { tar -c -f - --no-recursion -- "$@"; }`;

/** Shell text that takes away what went into the archive, and the folders that are empty then. */
export function removeScript({ members }: ArchivePlan, folders: readonly string[]): string {
  const files = members.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const directories = [
    ...members.filter(({ kind }) => kind === 'directory').map(({ path }) => path),
    ...folders,
  ]
    .sort()
    .reverse();
  const words = (paths: readonly string[]): string =>
    paths.map((path) => bytesWord(quotePath(path))).join(' ');
  return [
    ...(files.length === 0 ? [] : [`for f in ${words(files)}; do rm -f "$f" || exit 1; done`]),
    ...(directories.length === 0 ? [] : [`for f in ${words(directories)}; do rmdir "$f" 2>/dev/null; done`]),
    'exit 0',
  ].join('\n');
}

/** Paths are bytes read as latin1; a script is sent as UTF-8. */
function bytesWord(word: string): string {
  return Buffer.from(word, 'latin1').toString('utf8');
}

/** A path as text for people. */
export function shownPath(path: string): string {
  return Buffer.from(path, 'latin1').toString('utf8');
}
