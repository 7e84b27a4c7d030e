import type { FactCollector } from './collector.ts';

/** Whether the root folder is not the one of the machine's first process. */
export const chroot: FactCollector = {
  name: 'is_chroot',
  minimal: false,
  subsets: ['chroot'],
  requires: [],
  files: [],
  script: `own=$(stat -c %d:%i / 2>/dev/null); first=$(stat -L -c %d:%i /proc/1/root/. 2>/dev/null)
printf '%s %s' "$own" "\${first:-$own}"`,
  parse: (probe) => {
    const [own, first] = (probe.output.get('is_chroot') ?? '').split(' ');
    return { is_chroot: own !== first };
  },
};
