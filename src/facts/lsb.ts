import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';
import { parseKeyValueLines } from './key-value-lines.ts';

/** @param output what `lsb_release -a` prints */
export function parseLsbRelease(output: string): Facts {
  const values = new Map(
    [...output.matchAll(/^([\w ]+):\s*(.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
  return lsbFacts({
    id: values.get('Distributor ID'),
    description: values.get('Description'),
    release: values.get('Release'),
    codename: values.get('Codename'),
  });
}

/** @param text /etc/lsb-release */
export function parseLsbFile(text: string): Facts {
  const values = parseKeyValueLines(text);
  return lsbFacts({
    id: values.get('DISTRIB_ID'),
    description: values.get('DISTRIB_DESCRIPTION'),
    release: values.get('DISTRIB_RELEASE'),
    codename: values.get('DISTRIB_CODENAME'),
  });
}

function lsbFacts(
  values: Readonly<Record<'id' | 'description' | 'release' | 'codename', string | undefined>>,
): Facts {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  const major = values.release?.split('.')[0];
  return { lsb: { ...Object.fromEntries(known), ...(major === undefined ? {} : { major_release: major }) } };
}

export const lsb: FactCollector = {
  name: 'lsb',
  minimal: true,
  subsets: [],
  requires: [],
  files: ['/etc/lsb-release'],
  script: '! command -v lsb_release >/dev/null 2>&1 || lsb_release -a 2>/dev/null',
  parse: (probe) => {
    const output = probe.output.get('lsb') ?? '';
    return output === '' ? parseLsbFile(fileText(probe, '/etc/lsb-release') ?? '') : parseLsbRelease(output);
  },
};
