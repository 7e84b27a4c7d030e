import { unescapeMount } from '../mounts/fstab.ts';
import { quotePath } from '../paths.ts';
import { mapReading, type Reading, textReading, together } from '../reading.ts';
import { type Signature, signatureOf } from './signature.ts';

/** A block device, or a file that holds an image of one. */
export interface Device {
  readonly kind: 'missing' | 'other' | 'block' | 'file';
  /** Bytes; undefined when it could not be found out. */
  readonly size: number | undefined;
  readonly signature: Signature;
  /** What its node is called where it is mounted, and where that is; the first mount alone. */
  readonly mount: { readonly source: string; readonly path: string } | undefined;
  readonly isSwappedOn: boolean;
}

/** Reads all of it; what is mounted is found by the node, whatever name it was mounted by. */
export function deviceAt(path: string): Reading<Device> {
  const word = quotePath(path);
  return mapReading(
    together({
      status: textReading(statusScript(word)),
      uses: textReading(usesScript(word)),
      signature: signatureOf(word),
    }),
    ({ status = 'other', uses = '', signature }) => {
      const [kind = '', size = ''] = status.split(' ');
      const used = uses.split('\n').map((line) => line.split(' '));
      const [, source, mountPath] = used.find(([use]) => use === 'mount') ?? [];
      return {
        kind: kind === 'missing' || kind === 'block' || kind === 'file' ? kind : 'other',
        size: /^\d+$/.test(size) ? Number(size) : undefined,
        signature,
        mount:
          source === undefined || mountPath === undefined
            ? undefined
            : { source: unescapeMount(source), path: unescapeMount(mountPath) },
        isSwappedOn: used.some(([use]) => use === 'swap'),
      };
    },
  );
}

function statusScript(word: string): string {
  return `if [ -b ${word} ]; then echo "block $(blockdev --getsize64 ${word} 2>/dev/null)"
elif [ -f ${word} ]; then echo "file $(stat -L -c %s ${word} 2>/dev/null)"
elif [ -e ${word} ] || [ -h ${word} ]; then echo other
else echo missing
fi`;
}

/** The mounts and swaps of the device, or of a loop device that shows the file. */
function usesScript(word: string): string {
  return `set -- ${word}
for backing in /sys/block/loop*/loop/backing_file; do
  read -r file <"$backing" && [ "$file" -ef ${word} ] || continue
  loop=\${backing#/sys/block/}
  set -- "$@" "/dev/\${loop%%/*}"
done 2>/dev/null
while read -r source place rest; do
  case $source in /*) ;; *) continue ;; esac
  for node in "$@"; do [ "$source" -ef "$node" ] && printf 'mount %s %s\\n' "$source" "$place"; done
done </proc/self/mounts
while read -r source rest; do
  for node in "$@"; do [ "$source" -ef "$node" ] && echo swap; done
done </proc/swaps 2>/dev/null
:`;
}
