import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { assertDefined } from '../../../values/equality.ts';
import { typeError, valueError } from '../../../values/errors.ts';
import { intOf } from '../../../values/numbers.ts';
import { str } from '../../../values/printing.ts';
import { textOf } from '../../../values/text.ts';
import { isTruthy } from '../../../values/truth.ts';
import { typeName } from '../../../values/type-name.ts';
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
import { asWritten, ipQueries, nthAddress, usableRange, wrapped } from '../../network/ip-queries.ts';
import { requireInteger } from '../arguments.ts';
import { ipsubnet } from './ip-subnet.ts';

/** ansible.utils' filters for addresses and networks. */
export const ipFilters: Readonly<Record<string, Filter>> = {
  ipaddr: addressFilter('ipaddr', undefined),
  ipv4: addressFilter('ipv4', 4),
  ipv6: addressFilter('ipv6', 6),
  ipwrap: (value) => each(value, (item) => wrapIfAddress(item)),
  ipsubnet,
  ipmath: (value, args) => {
    const amount = requireInteger(bindArguments('ipmath', args, ['amount']).amount, "ipmath's amount");
    const ip = requireIp(value, 'ipmath');
    const result = ip.value + BigInt(amount);
    if (result < 0n || result >= 1n << BigInt(bitsOf(ip.version))) {
      throw valueError(`ipmath: ${str(value)} and ${amount} is no address any more`);
    }
    return formatIp(ip.version, result);
  },
  nthhost: (value, args) => {
    const query = requireInteger(bindArguments('nthhost', args, ['query']).query, "nthhost's query");
    const ip = definedIp(value);
    return ip === undefined || Math.abs(query) >= sizeOf(ip)
      ? false
      : formatIp(ip.version, networkOf(ip) + BigInt(query));
  },
  next_nth_usable: (value, args) =>
    usable(value, requireInteger(bindArguments('next_nth_usable', args, ['offset']).offset, 'offset')),
  previous_nth_usable: (value, args) =>
    usable(value, -requireInteger(bindArguments('previous_nth_usable', args, ['offset']).offset, 'offset')),
  network_in_network: (value, args) => {
    const { test } = bindArguments('network_in_network', args, ['test']);
    const [outer, inner] = [definedIp(value), definedIp(test)];
    return outer !== undefined && inner !== undefined && holds(outer, inner);
  },
  network_in_usable: (value, args) => {
    const outer = definedIp(value);
    const inner = definedIp(bindArguments('network_in_usable', args, ['test']).test);
    if (outer === undefined || inner === undefined) return false;
    const [first, last] = usableRange(outer);
    return holds(outer, inner) && inner.value >= first && inner.value + sizeOf(inner) - 1n <= last;
  },
  reduce_on_network: (value, args) => {
    const network = requireIp(
      bindArguments('reduce_on_network', args, ['network']).network,
      'reduce_on_network',
    );
    const items = Array.isArray(value) ? value : [value];
    return items.filter((item) => {
      const ip = ipOf(item);
      return ip !== undefined && holds(network, ip);
    });
  },
  ip4_hex: (value, args) => {
    const { delimiter } = bindArguments('ip4_hex', args, ['delimiter'], { delimiter: '' });
    const hex = requireIp(value, 'ip4_hex').value.toString(16).padStart(8, '0');
    return (hex.match(/../g) ?? []).join(str(delimiter));
  },
};

export function ipOf(value: Value): IpAddress | undefined {
  const text = textOf(value);
  if (text !== undefined) {
    return /^\d+$/.test(text) ? ipOfNumber(BigInt(text)) : parseIp(text);
  }
  const number = typeof value === 'boolean' ? undefined : intOf(value);
  return number === undefined ? undefined : ipOfNumber(BigInt(number));
}

/** As `ipOf`, also of an address that lacks octets at its end. */
export function shortIpOf(value: Value): IpAddress | undefined {
  const text = textOf(value);
  if (text === undefined || /^\d+$/.test(text)) return ipOf(value);
  const ip = parseShortIp(text);
  return ip === undefined ? undefined : { ...ip, written: text };
}

/** As `ipOf`, of a value that must be there. */
function definedIp(value: Value): IpAddress | undefined {
  assertDefined(value);
  return ipOf(value);
}

export function requireIp(value: Value, filter: string): IpAddress {
  assertDefined(value);
  const ip = ipOf(value);
  if (ip === undefined) {
    throw valueError(`${filter} takes an address or a network, not '${str(value)}'`);
  }
  return ip;
}

function each(value: Value, work: (item: Value) => Value): Value {
  return Array.isArray(value) ? value.map(work).filter(isTruthy) : work(value);
}

function wrapIfAddress(value: Value): Value {
  const ip = shortIpOf(value);
  return ip === undefined ? value : wrapped(ip);
}

function usable(value: Value, step: number): Value {
  const ip = definedIp(value);
  if (ip === undefined) return false;
  const [first, last] = usableRange(ip);
  const wanted = ip.value + BigInt(step);
  return wanted >= first && wanted <= last ? formatIp(ip.version, wanted) : null;
}

function addressFilter(name: string, version: 4 | 6 | undefined): Filter {
  return (value, args) => {
    const names = ['query', 'version', 'alias'] as const;
    const { query } = bindArguments(name, args, names, { query: '', version: null, alias: null });
    assertDefined(value);
    if (value === null || value instanceof Map) {
      throw typeError(`${name} takes an address, a network or a list of them, not ${typeName(value)}`);
    }
    return each(value, (item) => {
      const ip = shortIpOf(item);
      return ip === undefined || (version !== undefined && ip.version !== version)
        ? false
        : answer(ip, query, name);
    });
  };
}

function answer(ip: IpAddress, query: Value, filter: string): Value {
  const text = str(query);
  const known = ipQueries[text];
  if (known !== undefined) {
    return known(ip);
  }
  if (/^-?\d+$/.test(text)) {
    return nthAddress(ip, BigInt(text));
  }
  const network = parseIp(text);
  if (network === undefined) {
    throw valueError(
      `${filter} has no query '${text}'; it has ${Object.keys(ipQueries).filter(Boolean).join(', ')}, a number, or a network`,
    );
  }
  return holds(network, ip) ? asWritten(ip) : null;
}
