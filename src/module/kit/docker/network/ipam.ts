import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { ModuleFailure } from '../../../result.ts';
import { type Difference, isSame } from '../differences.ts';
import type { Json, JsonRecord } from '../json.ts';
import { textValues } from '../text-values.ts';

export const ipamArguments = {
  subnet: { type: 'str', description: 'The subnet: 172.23.27.0/24.' },
  gateway: { type: 'str', description: 'The address of the gateway.' },
  iprange: { type: 'str', description: 'The part of the subnet out of which containers get addresses.' },
  aux_addresses: { type: 'dict', description: 'Addresses that are taken, by name.' },
} as const satisfies ArgumentSpec;

export type IpamBlock = ArgumentsOf<typeof ipamArguments>;

/** The keys of a block, as the API calls them. */
const apiNames = {
  subnet: 'Subnet',
  gateway: 'Gateway',
  iprange: 'IPRange',
  aux_addresses: 'AuxiliaryAddresses',
} as const;

const names = ['subnet', 'gateway', 'iprange', 'aux_addresses'] as const;

/** A block as the API takes it: what is given. Throws ModuleFailure for a subnet that is none. */
export function ipamRequest(block: IpamBlock): JsonRecord {
  if (block.subnet !== undefined && !isSubnet(block.subnet)) {
    throw new ModuleFailure(
      `'${block.subnet}' is no subnet: it is an address and a length, like 172.23.27.0/24`,
    );
  }
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = requested(block, name);
      return value === undefined ? [] : [[apiNames[name], value]];
    }),
  );
}

function requested(block: IpamBlock, name: (typeof names)[number]): Json | undefined {
  if (name !== 'aux_addresses') return block[name];
  return block.aux_addresses === undefined ? undefined : textValues(block.aux_addresses, 'aux_addresses');
}

function isSubnet(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}\/(?:[12]?\d|3[0-2])|[0-9a-fA-F:]+(?:\.\d+)*\/\d{1,3})$/.test(text);
}

/** Blocks that the network does not have. One that differs in anything differs in all that is given, as in Ansible. */
export function ipamDifferences(wanted: readonly IpamBlock[], found: readonly Json[]): readonly Difference[] {
  return wanted.flatMap((block, index) => {
    const request = ipamRequest(block);
    const isThere = found.some((one) =>
      Object.entries(request).every(([key, value]) => isSame(value, (one as JsonRecord)[key])),
    );
    if (isThere) return [];
    return names
      .filter((name) => block[name] !== undefined)
      .map((name) => ({
        name: `ipam_config[${index}].${name}`,
        wanted: request[apiNames[name]] ?? null,
        found: null,
      }));
  });
}
