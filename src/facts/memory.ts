import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

/** /proc/meminfo in MiB, rounded down, as the `mem*` and `memory_mb` facts have it. */
export function parseMemory(meminfo: string): Facts {
  const kilobytes = new Map<string, number>();
  for (const match of meminfo.matchAll(/^(\w+(?:\(\w+\))?):\s+(\d+)/gm)) {
    kilobytes.set(match[1] ?? '', Number(match[2]));
  }
  const megabytes = (name: string): number => Math.floor((kilobytes.get(name) ?? 0) / 1024);
  const total = megabytes('MemTotal');
  const free = megabytes('MemFree');
  const uncached = Math.floor(
    ['MemFree', 'Buffers', 'Cached'].reduce((sum, name) => sum + (kilobytes.get(name) ?? 0), 0) / 1024,
  );
  const swap = { total: megabytes('SwapTotal'), free: megabytes('SwapFree') };
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: swap.total,
    swapfree_mb: swap.free,
    memory_mb: {
      real: { total, used: total - free, free },
      nocache: { free: uncached, used: total - uncached },
      swap: { ...swap, used: swap.total - swap.free, cached: megabytes('SwapCached') },
    },
  };
}

export const memory: FactCollector = {
  name: 'memory',
  minimal: false,
  subsets: ['hardware'],
  requires: [],
  files: ['/proc/meminfo'],
  parse: (probe) => {
    const text = fileText(probe, '/proc/meminfo');
    return text === undefined ? {} : parseMemory(text);
  },
};
