import type { FactCollector, Facts } from './collector.ts';

/** @param text `NAME=value`, NUL-terminated: values may hold line ends */
export function parseEnvironment(text: string): Facts {
  const pairs = text
    .split('\0')
    .map((entry) => [entry.indexOf('='), entry] as const)
    .filter(([at]) => at > 0);
  return { env: Object.fromEntries(pairs.map(([at, entry]) => [entry.slice(0, at), entry.slice(at + 1)])) };
}

export const environment: FactCollector = {
  name: 'env',
  minimal: true,
  subsets: [],
  requires: [],
  files: ['/proc/self/environ'],
  script: '[ -r /proc/self/environ ] || env -0',
  parse: (probe) => parseEnvironment(probe.files.get('/proc/self/environ') ?? probe.output.get('env') ?? ''),
};
