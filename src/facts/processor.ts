import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

const nameKeys = new Set(['processor', 'vendor_id', 'model name', 'Processor', 'cpu', 'cpu model']);

/**
 * /proc/cpuinfo, and the CPUs that this process may run on. Sockets, cores and threads come from the topology keys;
 * where there are none (ARM, some virtual machines) every entry counts as one processor.
 * @param allowed a list of ranges: `0-3,8`
 */
export function parseProcessor(cpuinfo: string, allowed: string | undefined): Facts {
  const names: string[] = [];
  const sockets = new Set<string>();
  let entries = 0;
  let cores = 1;
  let siblings = 1;
  for (const line of cpuinfo.split('\n')) {
    const at = line.indexOf(':');
    if (at < 0) continue;
    const key = line.slice(0, at).trim();
    const value = line.slice(at + 1).trim();
    if (key === 'processor') entries += 1;
    if (nameKeys.has(key)) names.push(value);
    if (key === 'physical id') sockets.add(value);
    if (key === 'cpu cores') cores = Number(value);
    if (key === 'siblings') siblings = Number(value);
  }
  const count = sockets.size === 0 ? entries : sockets.size;
  const threads = Math.max(1, Math.floor(siblings / cores));
  return {
    processor: names,
    processor_count: count,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: count * cores * threads,
    processor_nproc: allowed === undefined ? entries : countRanges(allowed),
  };
}

function countRanges(list: string): number {
  return list.split(',').reduce((sum, range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return sum + last - first + 1;
  }, 0);
}

export const processor: FactCollector = {
  name: 'processor',
  minimal: false,
  subsets: ['hardware', 'processor_cores', 'processor_count'],
  requires: [],
  files: ['/proc/cpuinfo', '/proc/self/status'],
  parse: (probe) => {
    const text = fileText(probe, '/proc/cpuinfo');
    const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(fileText(probe, '/proc/self/status') ?? '')?.[1];
    return text === undefined ? {} : parseProcessor(text, allowed);
  },
};
