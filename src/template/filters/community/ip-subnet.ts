import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { assertDefined } from '../../../values/equality.ts';
import { valueError } from '../../../values/errors.ts';
import { fromBigInt } from '../../../values/numbers.ts';
import { str } from '../../../values/printing.ts';
import type { Value } from '../../../values/types.ts';
import {
  bitsOf,
  formatIp,
  holds,
  type IpAddress,
  ipOfNumber,
  networkOf,
  parseIp,
  parseShortIp,
  sizeOf,
} from '../../network/ip-address.ts';
import { optionalInteger } from '../arguments.ts';

/** Subnets of a network: how many of a size there are, the n-th of them; for an address, the network around it. */
export const ipsubnet: Filter = (value, args) => {
  const bound = bindArguments('ipsubnet', args, ['query', 'index'], { query: '', index: null });
  assertDefined(value);
  const text = str(value);
  const ip = /^\d+$/.test(text) ? ipOfNumber(BigInt(text)) : parseShortIp(text);
  if (ip === undefined) {
    return false;
  }
  const query = str(bound.query);
  const index = optionalInteger(bound.index, "ipsubnet's index");
  if (query === '') {
    return cidr(ip, networkOf(ip), ip.prefix);
  }
  if (!/^\d+$/.test(query)) {
    return position(ip, query);
  }
  const prefix = Number(query);
  if (prefix > bitsOf(ip.version)) {
    throw valueError(`ipsubnet's query is a prefix of at most ${bitsOf(ip.version)} bits, not ${query}`);
  }
  return ip.hasPrefix && sizeOf(ip) > 1n ? subnets(ip, prefix, index) : around(ip, prefix, index);
};

function cidr(ip: IpAddress, value: bigint, prefix: number): string {
  return `${formatIp(ip.version, value)}/${prefix}`;
}

function subnets(ip: IpAddress, prefix: number, index: number | undefined): Value {
  if (prefix < ip.prefix) {
    if (index !== undefined) return false;
    throw valueError(`ipsubnet: a network of ${ip.prefix} bits has no subnets of ${prefix}`);
  }
  const count = 1n << BigInt(prefix - ip.prefix);
  if (index === undefined) {
    return fromBigInt(count);
  }
  const wanted = index < 0 ? count + BigInt(index) : BigInt(index);
  const size = sizeOf({ ...ip, prefix });
  return wanted < 0n || wanted >= count ? false : cidr(ip, networkOf(ip) + wanted * size, prefix);
}

/** The networks of growing size around an address, from the given one inwards. */
function around(ip: IpAddress, prefix: number, index: number | undefined): Value {
  const inner = prefix + (index === undefined ? 0 : index < 0 ? bitsOf(ip.version) - prefix + index : index);
  return inner > bitsOf(ip.version) ? false : cidr(ip, networkOf({ ...ip, prefix: inner }), inner);
}

/** The rank, from 1, that the network of an address has among those of its size in another. */
function position(ip: IpAddress, network: string): Value {
  const outer = parseIp(network);
  if (outer === undefined || !holds(outer, ip)) {
    throw valueError(`ipsubnet: ${cidr(ip, ip.value, ip.prefix)} is not in '${network}'`);
  }
  return fromBigInt((networkOf(ip) - networkOf(outer)) / sizeOf(ip) + 1n);
}
