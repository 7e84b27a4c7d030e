import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { dictFromEntries } from '../../../values/dict.ts';
import { assertDefined } from '../../../values/equality.ts';
import { limitError, valueError } from '../../../values/errors.ts';
import { fromBigInt } from '../../../values/numbers.ts';
import { str } from '../../../values/printing.ts';
import type { Value } from '../../../values/types.ts';
import {
  bitsOf,
  formatIp,
  holds,
  type IpAddress,
  networkOf,
  parseIp,
  parseShortIp,
  sizeOf,
} from '../../network/ip-address.ts';
import { requireChoice } from '../arguments.ts';

/** Addresses that one list may hold. */
const MOST_ADDRESSES = 1n << 16n;

/** ansible.utils' filters that give ranges of addresses. */
export const rangeFilters: Readonly<Record<string, Filter>> = {
  cidr_merge: (value, args) => {
    const { action } = bindArguments('cidr_merge', args, ['action'], { action: 'merge' });
    const items = Array.isArray(value) ? value : [value];
    const networks = items.map(networkOfItem);
    return requireChoice(action, ['merge', 'span'], "cidr_merge's action") === 'merge'
      ? networks.length === 1
        ? networks.map((ip) => `${formatIp(ip.version, ip.value)}/${ip.prefix}`)
        : merged(networks.map(wholeNetwork)).map(shown)
      : span(networks.map(wholeNetwork));
  },
  usable_range: (value, args) => {
    bindArguments('usable_range', args, []);
    assertDefined(value);
    const ip = parseIp(str(value));
    if (ip === undefined) throw valueError(`'${str(value)}' is no address and no network`);
    if (networkOf(ip) !== ip.value) {
      throw valueError(`'${str(value)}' is an address in a network, not a network`);
    }
    const size = sizeOf(ip);
    if (size > MOST_ADDRESSES) {
      throw limitError(`usable_range would list ${size} addresses; it lists up to ${MOST_ADDRESSES}`);
    }
    const addresses = Array.from({ length: Number(size) }, (_, index) =>
      formatIp(ip.version, networkOf(ip) + BigInt(index)),
    );
    return dictFromEntries([
      ['usable_ips', addresses],
      ['number_of_ips', fromBigInt(size)],
    ]);
  },
};

function networkOfItem(item: Value): IpAddress {
  assertDefined(item);
  const ip = parseShortIp(str(item));
  if (ip === undefined) throw valueError(`'${str(item)}' is no address and no network`);
  return ip;
}

function wholeNetwork(ip: IpAddress): IpAddress {
  return { ...ip, value: networkOf(ip) };
}

function shown(ip: IpAddress): string {
  return `${formatIp(ip.version, networkOf(ip))}/${ip.prefix}`;
}

function inOrder(networks: readonly IpAddress[]): readonly IpAddress[] {
  return [...networks].sort((a, b) => {
    if (a.version !== b.version) return a.version - b.version;
    if (a.value !== b.value) return a.value < b.value ? -1 : 1;
    return a.prefix - b.prefix;
  });
}

/** The fewest networks with the same addresses: halves of one network become it, what is inside another goes. */
function merged(networks: readonly IpAddress[]): readonly IpAddress[] {
  const result: IpAddress[] = [];
  for (const network of inOrder(networks)) {
    const before = result.at(-1);
    if (before !== undefined && holds(before, network)) continue;
    let last = network;
    for (let pair = result.at(-1); pair !== undefined && areHalves(pair, last); pair = result.at(-1)) {
      result.pop();
      last = { ...pair, prefix: pair.prefix - 1 };
    }
    result.push(last);
  }
  return result;
}

function areHalves(left: IpAddress, right: IpAddress): boolean {
  const whole = { ...left, prefix: left.prefix - 1 };
  return (
    left.version === right.version &&
    left.prefix === right.prefix &&
    left.prefix > 0 &&
    networkOf(whole) === left.value &&
    holds(whole, right) &&
    left.value !== right.value
  );
}

/** The smallest network that holds them all. */
function span(networks: readonly IpAddress[]): string {
  const [first, ...more] = inOrder(networks);
  const last = more.at(-1) ?? first;
  if (first === undefined || last === undefined) throw valueError('cidr_merge cannot span an empty list');
  if (first.version !== last.version) throw valueError('cidr_merge cannot span addresses of two versions');
  for (let prefix = Math.min(first.prefix, bitsOf(first.version)); ; prefix--) {
    const whole = { ...first, prefix };
    if (prefix === 0 || networks.every((ip) => holds(whole, ip))) return shown(whole);
  }
}
