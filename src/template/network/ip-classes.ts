import { bitsOf, holds, type IpAddress, parseIp } from './ip-address.ts';

/** Blocks of addresses with a meaning of their own, as the filters of ansible.utils draw the lines. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const MULTICAST = ['224.0.0.0/4', 'ff00::/8'];
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];
const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '239.192.0.0/14',
  'fc00::/7',
  'fec0::/10',
  ...LINK_LOCAL,
];

const within = (blocks: readonly string[]) => {
  const networks = blocks.flatMap((block) => parseIp(block) ?? []);
  return (ip: IpAddress): boolean => networks.some((network) => holds(network, ip));
};

export const isPrivate = within(PRIVATE);
export const isLoopback = within(LOOPBACK);
export const isMulticast = within(MULTICAST);
export const isLinkLocal = within(LINK_LOCAL);
export const isSixToFour = within(['2002::/16']);

export function isPublic(ip: IpAddress): boolean {
  return ![isPrivate, isLoopback, isMulticast, isMask].some((holdsFor) => holdsFor(ip));
}

/** A netmask or a hostmask: ones on one side, zeros on the other. */
function isMask({ version, value }: IpAddress): boolean {
  return /^(?:1*0*|0*1+)$/.test(value.toString(2).padStart(bitsOf(version), '0'));
}
