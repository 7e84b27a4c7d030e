import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

const files: Readonly<Record<string, string>> = {
  bios_date: 'bios_date',
  bios_vendor: 'bios_vendor',
  bios_version: 'bios_version',
  board_asset_tag: 'board_asset_tag',
  board_name: 'board_name',
  board_serial: 'board_serial',
  board_vendor: 'board_vendor',
  board_version: 'board_version',
  chassis_asset_tag: 'chassis_asset_tag',
  chassis_serial: 'chassis_serial',
  chassis_vendor: 'chassis_vendor',
  chassis_version: 'chassis_version',
  product_name: 'product_name',
  product_serial: 'product_serial',
  product_uuid: 'product_uuid',
  product_version: 'product_version',
  system_vendor: 'sys_vendor',
};

/** Chassis types by number: SMBIOS specification, "System Enclosure or Chassis Types". */
const chassisTypes: readonly string[] = [
  'Unknown',
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'Laptop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All In One',
  'Sub Notebook',
  'Space-saving',
  'Lunch Box',
  'Main Server Chassis',
  'Expansion Chassis',
  'Sub Chassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'RAID Chassis',
  'Rack Mount Chassis',
  'Sealed-case PC',
  'Multi-system',
  'CompactPCI',
  'AdvancedTCA',
  'Blade',
  'Blade Enclosure',
  'Tablet',
  'Convertible',
  'Detachable',
  'IoT Gateway',
  'Embedded PC',
  'Mini PC',
  'Stick PC',
];

/** What the firmware says of the machine; `NA` for what it does not say or this user may not read. */
export function parseFirmware(read: (file: string) => string | undefined): Facts {
  const named = Object.entries(files).map(([fact, file]) => [fact, read(file) ?? 'NA'] as const);
  const type = read('chassis_type');
  const formFactor = type === undefined ? 'NA' : (chassisTypes[Number(type)] ?? 'NA');
  return { ...Object.fromEntries(named), form_factor: formFactor };
}

export const firmware: FactCollector = {
  name: 'firmware',
  minimal: false,
  subsets: ['hardware'],
  requires: [],
  files: [...Object.values(files), 'chassis_type'].map((file) => `/sys/class/dmi/id/${file}`),
  parse: (probe) => parseFirmware((file) => fileText(probe, `/sys/class/dmi/id/${file}`)?.trim()),
};
