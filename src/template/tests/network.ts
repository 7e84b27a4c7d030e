import type { Test } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { assertDefined } from '../../values/equality.ts';
import { intOf } from '../../values/numbers.ts';
import { textOf } from '../../values/text.ts';
import type { Value } from '../../values/types.ts';
import { type AddressClassName, isOfClass } from '../network/address-registry.ts';
import { bitsOf, holds, type IpAddress, ipOfNumber, networkOf, parseIp } from '../network/ip-address.ts';
import { parseMac } from '../network/mac-address.ts';

/** ansible.utils' tests. None fails: what is no address simply is not one. */
export const networkTests: Readonly<Record<string, Test>> = {
  ip: (value) => networkIn(value) !== undefined,
  ip_address: (value) => addressIn(value) !== undefined,
  ipv4: (value) => networkIn(value)?.version === 4,
  ipv4_address: (value) => addressIn(value)?.version === 4,
  ipv4_hostmask: (value) => isRun(addressIn(value), /^0+1+$/),
  ipv4_netmask: (value) => isRun(addressIn(value), /^1+0*$/),
  ipv6: (value) => networkIn(value)?.version === 6,
  ipv6_address: (value) => addressIn(value)?.version === 6,
  ipv6_ipv4_mapped: ofClass('mapped'),
  ipv6_sixtofour: ofClass('sixtofour'),
  ipv6_teredo: ofClass('teredo'),
  loopback: ofClass('loopback'),
  multicast: ofClass('multicast'),
  private: ofClass('private'),
  public: (value) => {
    const ip = addressIn(value);
    return ip !== undefined && !isOfClass(ip, 'private') && !isOfClass(ip, 'shared');
  },
  reserved: ofClass('reserved'),
  unspecified: ofClass('unspecified'),
  mac: (value) => {
    assertDefined(value);
    const text = textOf(value) ?? '';
    return MAC.test(text) && parseMac(text) !== undefined;
  },
  in_network: (value, args) => isIn(value, bindArguments('in_network', args, ['network']).network),
  in_any_network: (value, args) =>
    countOf(value, bindArguments('in_any_network', args, ['networks']).networks) > 0,
  in_one_network: (value, args) =>
    countOf(value, bindArguments('in_one_network', args, ['networks']).networks) === 1,
  subnet_of: (value, args) => isIn(value, bindArguments('subnet_of', args, ['network']).network),
  supernet_of: (value, args) => isIn(bindArguments('supernet_of', args, ['network']).network, value),
};

const MAC = /^(?:[0-9a-f]{2}(?:[-:][0-9a-f]{2}){5}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}|[0-9a-f]{12})$/i;

/** An address without a prefix. */
function addressIn(value: Value): IpAddress | undefined {
  const ip = networkIn(value);
  return ip === undefined || ip.hasPrefix ? undefined : ip;
}

/** A network: no bit is set behind its prefix. */
function networkIn(value: Value): IpAddress | undefined {
  assertDefined(value);
  const text = textOf(value);
  const number = typeof value === 'boolean' ? undefined : intOf(value);
  if (text === undefined) return undefined;
  const ip = number === undefined ? parseIp(text) : ipOfNumber(BigInt(number));
  return ip !== undefined && ip.value === networkOf(ip) ? ip : undefined;
}

function ofClass(name: AddressClassName): Test {
  return (value) => {
    const ip = addressIn(value);
    return ip !== undefined && isOfClass(ip, name);
  };
}

function isRun(ip: IpAddress | undefined, bits: RegExp): boolean {
  return ip?.version === 4 && bits.test(ip.value.toString(2).padStart(bitsOf(4), '0'));
}

function isIn(inner: Value, outer: Value): boolean {
  const [ip, network] = [networkIn(inner), networkIn(outer)];
  return ip !== undefined && network !== undefined && holds(network, ip);
}

function countOf(value: Value, networks: Value): number {
  return Array.isArray(networks) ? networks.filter((network) => isIn(value, network)).length : 0;
}
