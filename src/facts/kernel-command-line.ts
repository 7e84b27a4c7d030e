import type { ResultData } from '../module/result.ts';
import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

/** /proc/cmdline: `cmdline` keeps the last value of an option, `proc_cmdline` lists them all. */
export function parseKernelCommandLine(text: string): Facts {
  const last: Record<string, ResultData> = {};
  const all: Record<string, ResultData> = {};
  for (const word of text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []) {
    const at = word.indexOf('=');
    const key = at < 0 ? word : word.slice(0, at);
    const value = at < 0 ? true : word.slice(at + 1).replace(/"/g, '');
    last[key] = value;
    const seen = all[key];
    all[key] = seen === undefined ? value : Array.isArray(seen) ? [...seen, value] : [seen, value];
  }
  return { cmdline: last, proc_cmdline: all };
}

export const kernelCommandLine: FactCollector = {
  name: 'cmdline',
  minimal: true,
  subsets: [],
  requires: [],
  files: ['/proc/cmdline'],
  parse: (probe) => parseKernelCommandLine(fileText(probe, '/proc/cmdline') ?? ''),
};
