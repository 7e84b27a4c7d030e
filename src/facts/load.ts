import { Float } from '../values/types.ts';
import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

export function parseLoad(text: string): Facts {
  const [one = 0, five = 0, fifteen = 0] = text.split(' ').map(Number);
  return { loadavg: { '1m': new Float(one), '5m': new Float(five), '15m': new Float(fifteen) } };
}

export const load: FactCollector = {
  name: 'loadavg',
  minimal: false,
  subsets: [],
  requires: [],
  files: ['/proc/loadavg'],
  parse: (probe) => {
    const text = fileText(probe, '/proc/loadavg');
    return text === undefined ? {} : parseLoad(text);
  },
};

export const uptime: FactCollector = {
  name: 'uptime',
  minimal: false,
  subsets: ['hardware'],
  requires: ['platform'],
  files: ['/proc/uptime'],
  parse: (probe) => {
    const seconds = Number.parseInt(fileText(probe, '/proc/uptime') ?? '', 10);
    return Number.isNaN(seconds) ? {} : { uptime_seconds: seconds };
  },
};
