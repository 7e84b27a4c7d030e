import { valueError } from '../../values/errors.ts';
import { fromBigInt } from '../../values/numbers.ts';
import type { Value } from '../../values/types.ts';
import { bitsOf, formatIp, type IpAddress, lastOf, networkOf, sizeOf } from './ip-address.ts';
import { isLinkLocal, isLoopback, isMulticast, isPrivate, isPublic, isSixToFour } from './ip-classes.ts';

/** What a query of ipaddr gives for an address: None when it does not apply. */
export type IpQuery = (ip: IpAddress) => Value;

const show = (ip: IpAddress, value: bigint): string => formatIp(ip.version, value);
const cidr = (ip: IpAddress, value = ip.value): string => `${show(ip, value)}/${ip.prefix}`;
const mask = (ip: IpAddress): bigint => (1n << BigInt(bitsOf(ip.version))) - sizeOf(ip);
const wildcard = (ip: IpAddress): string => show(ip, sizeOf(ip) - 1n);

/** The address of a network itself names no host; networks of one or two addresses have only hosts. */
const isNetwork = (ip: IpAddress): boolean => sizeOf(ip) > 2n && ip.value === networkOf(ip);

const isWhole = (ip: IpAddress): boolean => sizeOf(ip) === 1n;

/** The address in its normal form. */
const normal: IpQuery = (ip) => (ip.hasPrefix ? cidr(ip) : show(ip, ip.value));

/** The text that it was read from; of a number, the address with its prefix. */
export const asWritten: IpQuery = (ip) => ip.written ?? cidr(ip);

/** The first and last address that a host can have. */
export function usableRange(ip: IpAddress): readonly [bigint, bigint] {
  const edges = sizeOf(ip) > 2n ? 1n : 0n;
  return [networkOf(ip) + edges, lastOf(ip) - edges];
}

const when =
  (holdsFor: (ip: IpAddress) => boolean): IpQuery =>
  (ip) =>
    holdsFor(ip) ? asWritten(ip) : null;

const isNetworkItself = (ip: IpAddress): boolean => ip.value === networkOf(ip) && !isWhole(ip);
const host: IpQuery = (ip) => (isNetwork(ip) || (ip.version === 6 && isNetworkItself(ip)) ? null : cidr(ip));
const router: IpQuery = (ip) => (isNetwork(ip) ? false : cidr(ip));
/** Only where there is a network around the address. */
const hostInNetwork =
  (query: IpQuery): IpQuery =>
  (ip) =>
    isNetwork(ip) || isWhole(ip) ? null : query(ip);
const subnet: IpQuery = (ip) => cidr(ip, networkOf(ip));
const address: IpQuery = (ip) => (isNetwork(ip) && ip.version === 4 ? null : show(ip, ip.value));
const netmask: IpQuery = (ip) => show(ip, mask(ip));
const hostmask: IpQuery = (ip) => wildcard(ip);

/** Of a network that was written as one. */
const ofNetwork =
  (query: IpQuery): IpQuery =>
  (ip) => {
    if (!ip.hasPrefix) throw valueError(`${show(ip, ip.value)} is no network address`);
    return isWhole(ip) ? null : query(ip);
  };

/** Version 4 within version 6, for the other way round: mapped, or the older compatible form. */
const asVersion4: IpQuery = (ip) => {
  if (ip.version === 4) return asWritten(ip);
  const isEmbedded = ip.prefix >= 96 && [0n, 0xffffn].includes(ip.value >> 32n);
  return isEmbedded ? `${formatIp(4, ip.value & 0xffffffffn)}/${ip.prefix - 96}` : false;
};
const asVersion6: IpQuery = (ip) =>
  ip.version === 6 ? asWritten(ip) : `${formatIp(6, (0xffffn << 32n) | ip.value)}/${ip.prefix + 96}`;

const sixToFour: IpQuery = (ip) => {
  if (isNetworkItself(ip) || isMulticast(ip) || isLoopback(ip)) return false;
  if (ip.version === 6) return isSixToFour(ip) ? asWritten(ip) : false;
  const hex = ip.value.toString(16).padStart(8, '0');
  return `2002:${hex.slice(0, 4)}:${hex.slice(4)}::1/48`;
};
const broadcast: IpQuery = (ip) => (sizeOf(ip) > 2n ? show(ip, lastOf(ip)) : null);

function neighbour(step: bigint): IpQuery {
  return (ip) => {
    const [first, last] = usableRange(ip);
    const next = ip.value + step;
    return next >= first && next <= last ? show(ip, next) : null;
  };
}

function peer(ip: IpAddress): Value {
  if (sizeOf(ip) === 2n) {
    return show(ip, ip.value ^ 1n);
  }
  const [first, last] = usableRange(ip);
  if (sizeOf(ip) !== 4n || ip.value < first || ip.value > last) {
    throw valueError(`${cidr(ip)} is no end of a point-to-point network`);
  }
  return show(ip, first + last - ip.value);
}

function reverseName(ip: IpAddress): string {
  if (ip.version === 4) {
    return `${show(ip, ip.value).split('.').reverse().join('.')}.in-addr.arpa.`;
  }
  return `${Array.from(ip.value.toString(16).padStart(32, '0')).reverse().join('.')}.ip6.arpa.`;
}

/** The queries by all their names. */
export const ipQueries: Readonly<Record<string, IpQuery>> = Object.assign(Object.create(null), {
  '': normal,
  address,
  ip: address,
  'address/prefix': router,
  'host/prefix': router,
  'ip/prefix': hostInNetwork((ip) => cidr(ip)),
  host,
  hostnet: router,
  router,
  gateway: router,
  gw: router,
  cidr: (ip) => cidr(ip),
  bool: () => true,
  broadcast,
  first_usable: ofNetwork((ip) => show(ip, usableRange(ip)[0])),
  last_usable: ofNetwork((ip) => show(ip, usableRange(ip)[1])),
  range_usable: ofNetwork((ip) =>
    usableRange(ip)
      .map((edge) => show(ip, edge))
      .join('-'),
  ),
  next_usable: ofNetwork(neighbour(1n)),
  previous_usable: ofNetwork(neighbour(-1n)),
  hostmask,
  wildcard: hostmask,
  netmask,
  network: (ip) => show(ip, networkOf(ip)),
  network_id: (ip) => show(ip, networkOf(ip)),
  net: (ip) => (ip.value === networkOf(ip) && sizeOf(ip) > 1n ? cidr(ip) : null),
  subnet,
  'network/prefix': subnet,
  ip_netmask: hostInNetwork((ip) => `${show(ip, ip.value)} ${show(ip, mask(ip))}`),
  ip_wildcard: (ip) => `${show(ip, ip.value)} ${wildcard(ip)}`,
  network_netmask: (ip) => `${show(ip, networkOf(ip))} ${show(ip, mask(ip))}`,
  network_wildcard: (ip) => `${show(ip, networkOf(ip))} ${wildcard(ip)}`,
  prefix: (ip) => ip.prefix,
  peer,
  int: (ip) => (ip.hasPrefix ? `${ip.value}/${ip.prefix}` : fromBigInt(ip.value)),
  size: (ip) => fromBigInt(sizeOf(ip)),
  size_usable: (ip) => {
    const [first, last] = usableRange(ip);
    return isWhole(ip) ? 0 : fromBigInt(last - first + 1n);
  },
  type: (ip) => (isNetworkItself(ip) ? 'network' : 'address'),
  version: (ip) => ip.version,
  revdns: reverseName,
  wrap: (ip) => (ip.version === 6 ? wrapped(ip) : asWritten(ip)),
  private: when(isPrivate),
  public: when(isPublic),
  loopback: when(isLoopback),
  lo: when(isLoopback),
  multicast: when(isMulticast),
  'link-local': when(isLinkLocal),
  unicast: when((ip) => !isMulticast(ip)),
  ipv4: asVersion4,
  v4: asVersion4,
  ipv6: asVersion6,
  v6: asVersion6,
  '6to4': sixToFour,
} satisfies Record<string, IpQuery>);

/** Version 6 in brackets, as URLs have it. */
export function wrapped(ip: IpAddress): string {
  const shown = show(ip, ip.value);
  const prefix = ip.hasPrefix ? `/${ip.prefix}` : '';
  return ip.version === 6 ? `[${shown}]${prefix}` : shown + prefix;
}

/** The n-th address of the network, counted from its end when negative, with the prefix. */
export function nthAddress(ip: IpAddress, index: bigint): Value {
  if (isWhole(ip)) return normal(ip);
  const size = sizeOf(ip);
  return index >= size || index < -size
    ? false
    : cidr(ip, index < 0n ? lastOf(ip) + 1n + index : networkOf(ip) + index);
}
