import { quotePath } from '../paths.ts';
import { mapReading, type Reading, textReading } from '../reading.ts';
import { unescapeMount } from './fstab.ts';

/** What is at a path that something may be mounted on. */
export interface MountPoint {
  /** The source of what is mounted there now, the topmost; undefined when nothing is. */
  readonly source: string | undefined;
  readonly exists: boolean;
}

/** Reads it from the kernel's own list, whatever links lead to the path. */
export function mountPointAt(path: string): Reading<MountPoint> {
  const word = quotePath(path);
  return mapReading(
    textReading(
      `[ -e ${word} ] && echo there || echo missing; readlink -f ${word} || printf '%s\\n' ${word}; cat /proc/self/mounts`,
    ),
    (text = '') => {
      const [presence = '', real = '', ...mounts] = text.split('\n');
      const topmost = mounts
        .map((line) => line.split(' ').map(unescapeMount))
        .findLast(([, place]) => place === real);
      return { source: topmost?.[0], exists: presence === 'there' };
    },
  );
}
