import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';
import { byLink } from './device-links.ts';

/**
 * The file systems that are backed by a device or a server, with their sizes.
 * @param mounts /proc/mounts
 * @param sizes lines of `stat -f -c` with `sizeFormat`
 * @param uuids device node (`/dev/sda1`) to UUID
 */
export function parseMounts(mounts: string, sizes: string, uuids: ReadonlyMap<string, string>): Facts {
  const sizeOf = parseSizes(sizes);
  return {
    mounts: mounts
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([device = '', , type]) => /^\/|:\//.test(device) && type !== 'none')
      .map(([device = '', rawMount = '', fstype = '', options = '']) => {
        const mount = unescapeOctal(rawMount);
        return {
          mount,
          device: unescapeOctal(device),
          fstype,
          options,
          uuid: uuids.get(device) ?? 'N/A',
          ...sizeFacts(sizeOf.get(mount)),
        };
      }),
  };
}

/** Lines of `stat -f -c` with `sizeFormat`, by path. */
export function parseSizes(sizes: string): ReadonlyMap<string, readonly number[]> {
  return new Map(
    sizes.split('\n').map((line) => {
      const words = line.split(' ');
      return [words.slice(5).join(' '), words.slice(0, 5).map(Number)] as const;
    }),
  );
}

/** What `stat -f -c` prints of a file system, the path last. */
export const sizeFormat = '%S %b %a %c %d %n';

/** The sizes of one file system under the names of facts; nothing when they are not known. */
export function sizeFacts(numbers: readonly number[] | undefined): Facts {
  if (numbers === undefined || numbers.length < 5 || numbers.some(Number.isNaN)) return {};
  const [size = 0, total = 0, available = 0, inodes = 0, inodesFree = 0] = numbers;
  return {
    size_total: size * total,
    size_available: size * available,
    block_size: size,
    block_total: total,
    block_available: available,
    block_used: total - available,
    inode_total: inodes,
    inode_available: inodesFree,
    inode_used: inodes - inodesFree,
  };
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Mounts of servers go in a call of their own, with a deadline: a server that is gone must not hide the disks. */
const script = `set --
remote=
while read -r device mount type rest; do
  case $device in
    /*) ;;
    *:/*) remote="$remote $mount"; continue ;;
    *) continue ;;
  esac
  case $mount in *\\\\*) mount=$(printf '%b' "$mount") ;; esac
  set -- "$@" "$mount"
done </proc/mounts
limit=; command -v timeout >/dev/null 2>&1 && limit='timeout 5'
[ $# -eq 0 ] || stat -f -c '${sizeFormat}' "$@" 2>/dev/null
for mount in $remote; do
  case $mount in *\\\\*) mount=$(printf '%b' "$mount") ;; esac
  $limit stat -f -c '${sizeFormat}' "$mount" 2>/dev/null
done`;

export const mounts: FactCollector = {
  name: 'mounts',
  minimal: false,
  subsets: ['hardware'],
  requires: ['device_links'],
  files: ['/proc/mounts'],
  script,
  parse: (probe) => {
    const text = fileText(probe, '/proc/mounts');
    if (text === undefined) return {};
    const uuids = byLink(probe.output.get('device_links') ?? '', 'by-uuid');
    return parseMounts(text, probe.output.get('mounts') ?? '', uuids);
  },
};
