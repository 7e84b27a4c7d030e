import type { ResultData } from '../module/result.ts';
import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

/** /etc/resolv.conf. */
export function parseResolver(text: string): Facts {
  const dns: Record<string, ResultData> = {};
  const nameservers: string[] = [];
  for (const line of text.split('\n')) {
    const [keyword = '', ...values] = line.trim().split(/\s+/);
    if (keyword === 'nameserver' && values[0] !== undefined) nameservers.push(values[0]);
    if (keyword === 'domain') dns['domain'] = values[0] ?? '';
    if (keyword === 'search' || keyword === 'sortlist') dns[keyword] = values;
    if (keyword === 'options') {
      dns['options'] = Object.fromEntries(
        values.map((option) => {
          const [name = '', value] = option.split(':');
          return [name, value ?? true];
        }),
      );
    }
  }
  return { dns: nameservers.length === 0 ? dns : { nameservers, ...dns } };
}

export const resolver: FactCollector = {
  name: 'dns',
  minimal: true,
  subsets: [],
  requires: [],
  files: ['/etc/resolv.conf'],
  parse: (probe) => parseResolver(fileText(probe, '/etc/resolv.conf') ?? ''),
};
