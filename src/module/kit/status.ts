import { linkEndScript } from './link-end.ts';
import { quotePath } from './paths.ts';
import { mapReading, type Reading, type ReadOutput, textReading } from './reading.ts';

export type FileKind = 'file' | 'directory' | 'link' | 'character' | 'block' | 'fifo' | 'socket' | 'unknown';

/** What stat(2) says of a path. */
export interface FileStatus {
  readonly kind: FileKind;
  /** The permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Undefined when the number has no name on the target. */
  readonly owner: string | undefined;
  readonly group: string | undefined;
  /** Bytes. */
  readonly size: number;
  readonly links: number;
  readonly inode: number;
  readonly device: number;
  readonly blocks: number;
  readonly blockSize: number;
  /** Seconds since the epoch, with the fraction that the target's stat gives. */
  readonly accessed: number;
  readonly modified: number;
  readonly changed: number;
  /** What a link holds, as it is; only for links that were not followed. */
  readonly linkTarget: string | undefined;
}

const kinds: ReadonlyMap<number, FileKind> = new Map([
  [0o140000, 'socket'],
  [0o120000, 'link'],
  [0o100000, 'file'],
  [0o060000, 'block'],
  [0o040000, 'directory'],
  [0o020000, 'character'],
  [0o010000, 'fifo'],
]);

/**
 * The status of a path; undefined when there is nothing there (or when `follow` is set and a link leads nowhere). GNU
 * and BusyBox `stat` know the same format; where there is none, `ls -n` gives what it has.
 */
export function statusOf(
  path: string,
  { follow }: { readonly follow: boolean },
): Reading<FileStatus | undefined> {
  return statusOfWord(quotePath(path), follow);
}

/** `statusOf` for a path that is already shell text (a word such as `"$p"`). */
export function statusOfWord(word: string, follow: boolean): Reading<FileStatus | undefined> {
  return { script: seeScript(word, follow), inline: 'sets', parse: parseStatus };
}

/** The status of what a link leads to; undefined when the path is no link, or one that leads nowhere. */
export function linkedStatusOf(path: string): Reading<FileStatus | undefined> {
  const p = quotePath(path);
  return {
    script: `if [ -h ${p} ] && [ -e ${p} ]; then r=$(${printStatus(p, true)}); fi`,
    inline: 'sets',
    parse: parseStatus,
  };
}

/** Where a link leads in the end; undefined when the path is no link, or one in a circle. */
export function linkEndOf(path: string): Reading<string | undefined> {
  const p = quotePath(path);
  return mapReading(
    textReading(`if [ -h ${p} ]; then ${linkEndScript(p)}; fi`, 'sets'),
    (end) => end || undefined,
  );
}

/**
 * What `parseStatus` reads, for `stat -c`, in quotes: seven lines. The path's name is not in it, so that a line is what
 * it seems to be.
 */
export const statusFormat = `'%f %h %u %g %s %d %i %b %o %X %Y %Z
u %u %U
g %g %G
s %s
%x
%y
%z'`;

/** Shell text that prints the status of a path given as a shell word, for `parseStatus`. */
export function statusScript(word: string, follow: boolean): string {
  return `r=\n${seeScript(word, follow)}\n[ -z "$r" ] || printf '%s\\n' "$r"`;
}

/**
 * Leaves the status in `$r`. What stat said of anything but a link is in `$seen` too, for readings that can spare
 * themselves something then; that is empty otherwise.
 */
function seeScript(word: string, follow: boolean): string {
  const see = `if r=$(${statCommand(word, follow)}); then seen=$r; else r=$(${listStatus(word, follow)}); fi`;
  return follow
    ? `seen=\nif [ -e ${word} ]; then ${see}; fi`
    : `seen=\nif [ -h ${word} ]; then r=$(${printStatus(word, false)}; readlink ${word} && echo x)\nelif [ -e ${word} ]; then ${see}; fi`;
}

function statCommand(word: string, follow: boolean): string {
  return `stat ${follow ? '-L ' : ''}-c ${statusFormat} ${word} 2>/dev/null`;
}

function printStatus(word: string, follow: boolean): string {
  return `${statCommand(word, follow)} || { ${listStatus(word, follow)}; }`;
}

function listStatus(word: string, follow: boolean): string {
  return `echo ls; ls ${follow ? '-Lldn' : '-ldn'} ${word}`;
}

/**
 * Shell text that runs another one unless `$seen` shows a file of another size, which needs no look at its content.
 */
export function unlessOtherSize(size: number, script: string): string {
  return `case $seen in ''|*'\ns ${size}\n'*)\n${script}\n;; esac`;
}

export function parseStatus({ stdout }: ReadOutput): FileStatus | undefined {
  const lines = stdout.toString().split('\n');
  if (lines[0] === 'ls') return parseListing(lines.slice(1));
  const numbers = (lines[0] ?? '').split(' ');
  if (numbers.length < 12) return undefined;
  const [links, uid, gid, size, device, inode, blocks, blockSize, accessed, modified, changed] = numbers
    .slice(1)
    .map(Number);
  const bits = Number.parseInt(numbers[0] ?? '', 16);
  return {
    kind: kinds.get(bits & 0o170000) ?? 'unknown',
    mode: bits & 0o7777,
    uid: uid ?? 0,
    gid: gid ?? 0,
    owner: knownName(nameIn(lines[1])),
    group: knownName(nameIn(lines[2])),
    size: size ?? 0,
    links: links ?? 0,
    inode: inode ?? 0,
    device: device ?? 0,
    blocks: blocks ?? 0,
    blockSize: blockSize ?? 0,
    accessed: seconds(accessed, lines[4]),
    modified: seconds(modified, lines[5]),
    changed: seconds(changed, lines[6]),
    linkTarget: linkTarget(lines.slice(7)),
  };
}

/** `u 0 root`: the name. */
function nameIn(line: string | undefined): string | undefined {
  return line?.replace(/^. \d+ /, '');
}

/** `UNKNOWN` and numbers stand for ids without a name. */
function knownName(name: string | undefined): string | undefined {
  return name === undefined || name === '' || name === 'UNKNOWN' || /^\d+$/.test(name) ? undefined : name;
}

/** Whole seconds, and the fraction out of the readable form: the one place where both stats print it. */
function seconds(whole: number | undefined, readable: string | undefined): number {
  const fraction = /:\d\d\.(\d+)/.exec(readable ?? '')?.[1];
  return Number(`${whole ?? 0}.${fraction ?? '0'}`);
}

/** `readlink` ends its output with a line end and the script with `x`: all before is the target, line ends included. */
function linkTarget(lines: readonly string[]): string | undefined {
  const end = lines.lastIndexOf('x');
  return end < 1 ? undefined : lines.slice(0, end).join('\n');
}

const listingKinds: Readonly<Record<string, FileKind>> = {
  '-': 'file',
  d: 'directory',
  l: 'link',
  c: 'character',
  b: 'block',
  p: 'fifo',
  s: 'socket',
};

function parseListing(lines: readonly string[]): FileStatus | undefined {
  const match = /^(.)(.{9})\S*\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)(,\s*\d+)?\s/.exec(lines[0] ?? '');
  if (match === null) return undefined;
  return {
    kind: listingKinds[match[1] ?? ''] ?? 'unknown',
    mode: modeOfListing(match[2] ?? ''),
    uid: Number(match[4]),
    gid: Number(match[5]),
    owner: undefined,
    group: undefined,
    size: match[7] === undefined ? Number(match[6]) : 0,
    links: Number(match[3]),
    inode: 0,
    device: 0,
    blocks: 0,
    blockSize: 0,
    accessed: 0,
    modified: 0,
    changed: 0,
    linkTarget: linkTarget(lines.slice(1)),
  };
}

function modeOfListing(text: string): number {
  let mode = 0;
  for (const [index, letter] of [...text].entries()) {
    if (letter !== '-' && letter !== 'S' && letter !== 'T') mode |= 0o400 >> index;
    if (/[sStT]/.test(letter)) mode |= 0o4000 >> Math.floor(index / 3);
  }
  return mode;
}
