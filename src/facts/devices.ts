import type { ResultData } from '../module/result.ts';
import type { FactCollector, Facts } from './collector.ts';
import { matchingFiles } from './collector.ts';
import { parseDeviceLinks } from './device-links.ts';

const gib = 1024 ** 3;
const units: readonly (readonly [string, number])[] = [
  ['TB', 1024 * gib],
  ['GB', gib],
  ['MB', 1024 ** 2],
  ['KB', 1024],
];

/** Bytes as the device facts write them: `256.00 GB`. */
export function formatSize(bytes: number): string {
  const unit = units.find(([, size]) => bytes >= size);
  return unit === undefined ? `${bytes.toFixed(2)} Bytes` : `${(bytes / unit[1]).toFixed(2)} ${unit[0]}`;
}

type Values = ReadonlyMap<string, string>;

/**
 * Block devices and their partitions.
 * @param values by path below /sys/block: `vda/size`
 * @param listing `ls -l` of /dev/disk/by-*
 */
export function parseDevices(values: Values, listing: string): Facts {
  const links = parseDeviceLinks(listing);
  const linksOf = (name: string): ResultData => ({
    ids: links.ids[name] ?? [],
    uuids: links.uuids[name] ?? [],
    labels: links.labels[name] ?? [],
    masters: [],
  });
  const devices: Record<string, ResultData> = {};
  for (const path of values.keys()) {
    const name = /^([^/]+)\/size$/.exec(path)?.[1];
    if (name !== undefined) devices[name] = deviceFacts({ name, values, linksOf });
  }
  return { devices };
}

interface Device {
  readonly name: string;
  readonly values: Values;
  readonly linksOf: (name: string) => ResultData;
}

function deviceFacts(device: Device): ResultData {
  const { name, values, linksOf } = device;
  const get = (file: string): string | null => values.get(`${name}/${file}`) ?? null;
  const sectors = get('size') ?? '0';
  return {
    virtual: 1,
    links: linksOf(name),
    vendor: get('device/vendor'),
    model: get('device/model'),
    sas_address: get('device/sas_address'),
    sas_device_handle: get('device/sas_device_handle'),
    serial: get('device/serial') ?? undefined,
    removable: get('removable') ?? '0',
    support_discard: get('queue/discard_granularity') ?? '0',
    rotational: get('queue/rotational') ?? '0',
    scheduler_mode:
      /\[(.*?)\]/.exec(get('queue/scheduler') ?? '')?.[1] ??
      (get('queue/scheduler') === 'none' ? 'none' : ''),
    sectors,
    sectorsize: get('queue/logical_block_size') ?? '512',
    size: formatSize(Number(sectors) * 512),
    host: '',
    holders: [],
    partitions: partitionFacts(device),
  };
}

function partitionFacts({ name, values, linksOf }: Device): Record<string, ResultData> {
  const partitions: Record<string, ResultData> = {};
  for (const [path, start] of values) {
    const partition = /^[^/]+\/([^/]+)\/start$/.exec(path)?.[1];
    if (partition === undefined || !path.startsWith(`${name}/`)) continue;
    const sectors = values.get(`${name}/${partition}/size`) ?? '0';
    const [uuid] = uuidsOf(linksOf(partition));
    partitions[partition] = {
      start,
      sectors,
      sectorsize: Number(values.get(`${name}/queue/logical_block_size`) ?? 512),
      size: formatSize(Number(sectors) * 512),
      uuid: uuid ?? null,
      links: linksOf(partition),
      holders: [],
    };
  }
  return partitions;
}

function uuidsOf(links: ResultData): readonly string[] {
  if (typeof links !== 'object' || links === null || !('uuids' in links)) return [];
  return Array.isArray(links.uuids) ? links.uuids.map(String) : [];
}

const files = [
  'size',
  'removable',
  'device/vendor',
  'device/model',
  'device/serial',
  'device/sas_address',
  'device/sas_device_handle',
  'queue/rotational',
  'queue/scheduler',
  'queue/discard_granularity',
  'queue/logical_block_size',
  '*/start',
  '*/size',
];

export const devices: FactCollector = {
  name: 'devices',
  minimal: false,
  subsets: ['hardware'],
  requires: ['device_links'],
  files: files.map((file) => `/sys/block/*/${file}`),
  parse: (probe) => {
    const values = new Map<string, string>();
    for (const [match, text] of matchingFiles(probe, /^\/sys\/block\/(.+)$/)) {
      values.set(match[1] ?? '', text.trim());
    }
    return parseDevices(values, probe.output.get('device_links') ?? '');
  },
};
