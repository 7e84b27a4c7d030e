import type { FactCollector } from './collector.ts';

/** Whether the root folder is not the one of the machine's first process. */
export const chroot: FactCollector = {
  name: 'is_chroot',
  minimal: false,
  subsets: ['chroot'],
  requires: [],
  files: [],
  script: 'stat -L -c %d:%i / /proc/1/root/.',
  parse: (probe) => {
    const [own, first] = (probe.output.get('is_chroot') ?? '').trim().split('\n');
    return { is_chroot: first !== undefined && own !== first };
  },
};
