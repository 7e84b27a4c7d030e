import { holds, type IpAddress, parseIp } from './ip-address.ts';

/** Blocks of addresses with a meaning of their own (IANA's special-purpose registries). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const MULTICAST = ['224.0.0.0/4', 'ff00::/8'];
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];
const RESERVED = [
  '0.0.0.0/8',
  '240.0.0.0/4',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '100.64.0.0/10',
  '::/128',
  '2001:db8::/32',
];

const within = (blocks: readonly string[]) => {
  const networks = blocks.flatMap((block) => parseIp(block) ?? []);
  return (ip: IpAddress): boolean => networks.some((network) => holds(network, ip));
};

export const isPrivate = within(PRIVATE);
export const isLoopback = within(LOOPBACK);
export const isMulticast = within(MULTICAST);
export const isLinkLocal = within(LINK_LOCAL);
const isReserved = within(RESERVED);

export function isPublic(ip: IpAddress): boolean {
  return ![isPrivate, isLoopback, isMulticast, isLinkLocal, isReserved].some((holdsFor) => holdsFor(ip));
}
