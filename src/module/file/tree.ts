import {
  attributeScript,
  planAttributes,
  type TargetIds,
  type WantedAttributes,
} from '../kit/file-attributes.ts';
import { quotePath } from '../kit/paths.ts';
import { mapReading, type Reading, textReading } from '../kit/reading.ts';
import type { FileStatus } from '../kit/status.ts';

/** One combination of kind and attributes that occurs below a directory. */
export interface TreeEntry {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** As stat(2) has it: kind and permissions. */
  readonly bits: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Which combinations of kind, mode, owner and group occur below a directory: no names, so that none can confuse us. */
export function treeOf(path: string): Reading<readonly TreeEntry[]> {
  const script = `if [ -d ${quotePath(path)} ]; then
find ${quotePath(path)} -mindepth 1 -exec stat -c '%f %u %g' {} + | sort -u
fi`;
  return mapReading(textReading(script, 'prints'), (text) =>
    (text ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [bits = '', uid = '', gid = ''] = line.split(' ');
        return entryOf(Number.parseInt(bits, 16), Number(uid), Number(gid));
      }),
  );
}

function entryOf(bits: number, uid: number, gid: number): TreeEntry {
  const format = bits & 0o170000;
  const kind =
    format === 0o100000 ? 'file' : format === 0o040000 ? 'directory' : format === 0o120000 ? 'link' : 'other';
  return { kind, bits, mode: bits & 0o7777, uid, gid };
}

/**
 * One `find` that gives every entry below a directory what it lacks; empty when nothing does. Each entry is looked at
 * again right before it is changed. Links get owner and group themselves; what they lead to is left alone. (Several
 * `-exec ... +` in one expression would need no second look, but BusyBox runs none of them.)
 */
export function treeChanges(
  path: string,
  tree: readonly TreeEntry[],
  { wanted, ids }: { readonly wanted: WantedAttributes; readonly ids: TargetIds },
): string {
  const cases = tree.flatMap((entry) => {
    const commands = entryCommands(entry, wanted, ids);
    return commands === '' ? [] : [`"${entry.bits.toString(16)} ${entry.uid} ${entry.gid}") ${commands};;`];
  });
  if (cases.length === 0) return '';
  const loop = `for f; do case $(stat -c "%f %u %g" "$f") in ${cases.join(' ')} esac; done`;
  return `find ${quotePath(path)} -depth -mindepth 1 -exec sh -c '${loop}' sh {} + || exit 1`;
}

function entryCommands(entry: TreeEntry, wanted: WantedAttributes, ids: TargetIds): string {
  const isLink = entry.kind === 'link';
  const isDirectory = entry.kind === 'directory';
  const plan = planAttributes({ wanted, ids, current: statusOfEntry(entry), isDirectory, isLink });
  return attributeScript(plan, '"$f"', { isLink }).replaceAll('\n', '; ');
}

function statusOfEntry({ kind, mode, uid, gid }: Omit<TreeEntry, 'bits'>): FileStatus {
  return {
    kind: kind === 'other' ? 'unknown' : kind,
    mode,
    uid,
    gid,
    owner: undefined,
    group: undefined,
    size: 0,
    links: 1,
    inode: 0,
    device: 0,
    blocks: 0,
    blockSize: 0,
    accessed: 0,
    modified: 0,
    changed: 0,
    linkTarget: undefined,
  };
}
