import type { FactCollector, Facts } from './collector.ts';

type LinkFolder = 'by-id' | 'by-uuid' | 'by-label';

/** Links of one folder below /dev/disk out of an `ls -l`: device node to the link's name (the last one wins). */
export function byLink(listing: string, folder: LinkFolder): ReadonlyMap<string, string> {
  return new Map([...links(listing, folder)].map(([device, name]) => [`/dev/${device}`, name]));
}

function* links(listing: string, folder: LinkFolder): Generator<readonly [device: string, name: string]> {
  for (const match of listing.matchAll(/(\/dev\/disk\/([\w-]+)\/\S+) -> (?:\.\.\/)*(\S+)$/gm)) {
    const name = match[1]?.slice(`/dev/disk/${folder}/`.length);
    if (match[2] === folder && name !== undefined && match[3] !== undefined)
      yield [match[3], unescapeHex(name)];
  }
}

/** udev writes blanks and the like as `\x20`. */
function unescapeHex(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** The names that udev gives to devices: `{ids: {sda: [...]}, ...}`. */
export function parseDeviceLinks(
  listing: string,
): Record<'ids' | 'uuids' | 'labels', Record<string, string[]>> {
  const group = (folder: LinkFolder): Record<string, string[]> => {
    const names: Record<string, string[]> = {};
    for (const [device, name] of links(listing, folder))
      names[device] = [...(names[device] ?? []), name].sort();
    return names;
  };
  return { ids: group('by-id'), uuids: group('by-uuid'), labels: group('by-label') };
}

export const deviceLinks: FactCollector = {
  name: 'device_links',
  minimal: false,
  subsets: ['hardware'],
  requires: [],
  files: [],
  script:
    'for link in /dev/disk/by-id/* /dev/disk/by-uuid/* /dev/disk/by-label/*; do\n  [ ! -h "$link" ] || { ls -l /dev/disk/by-id/* /dev/disk/by-uuid/* /dev/disk/by-label/* 2>/dev/null; break; }\ndone',
  parse: (probe): Facts => ({
    device_links: { ...parseDeviceLinks(probe.output.get('device_links') ?? ''), masters: {} },
  }),
};
