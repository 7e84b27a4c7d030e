import type { Filter } from '../../../jinja/plugins.ts';
import { bindArguments } from '../../../values/arguments.ts';
import { assertDefined } from '../../../values/equality.ts';
import { valueError } from '../../../values/errors.ts';
import { fromBigInt, intOf } from '../../../values/numbers.ts';
import { str } from '../../../values/printing.ts';
import { textOf } from '../../../values/text.ts';
import type { Value } from '../../../values/types.ts';
import { formatIp } from '../../network/ip-address.ts';
import { formatMac, interfaceIdentifier, parseMac } from '../../network/mac-address.ts';
import { requireIp } from './ip.ts';

type Query = (mac: bigint, written: string) => Value;

const unix: Query = (mac) =>
  formatMac(mac, 2, ':')
    .split(':')
    .map((octet) => octet.replace(/^0/, ''))
    .join(':');
const linux: Query = (mac) => formatMac(mac, 2, ':');
const windows: Query = (mac) => formatMac(mac, 2, '-').toUpperCase();
const postgres: Query = (mac) => formatMac(mac, 6, ':');

const QUERIES: ReadonlyMap<string, Query> = new Map<string, Query>([
  ['', (_mac, written) => written],
  ['bare', (mac) => formatMac(mac, 12, '').toUpperCase()],
  ['bool', () => true],
  ['int', (mac) => fromBigInt(mac)],
  ['cisco', (mac) => formatMac(mac, 4, '.')],
  ['eui48', windows],
  ['win', windows],
  ['linux', linux],
  ['unix', unix],
  ['pgsql', postgres],
  ['postgresql', postgres],
  ['psql', postgres],
]);

/** ansible.utils' filters for hardware addresses. */
export const hardwareAddressFilters: Readonly<Record<string, Filter>> = {
  hwaddr: macFilter('hwaddr'),
  macaddr: macFilter('macaddr'),
  slaac: (value, args) => {
    const { query } = bindArguments('slaac', args, ['query']);
    const mac = parseMac(str(query));
    const network = textOf(value)?.includes(':') ? requireIp(value, 'slaac') : undefined;
    if (network === undefined || mac === undefined) return false;
    // An address that stands for no network is what the identifier is added to.
    const base = network.hasPrefix ? (network.value >> 64n) << 64n : network.value;
    return formatIp(6, BigInt.asUintN(128, base + interfaceIdentifier(mac)));
  },
};

function macFilter(name: string): Filter {
  return (value, args) => {
    const { query } = bindArguments(name, args, ['query', 'alias'], { query: '', alias: null });
    assertDefined(value);
    const number = typeof value === 'boolean' ? undefined : intOf(value);
    const written = str(value);
    const mac = number === undefined ? parseMac(written) : BigInt(number);
    if (written === '') return '';
    if (mac === undefined) {
      if (query === '' || query === 'bool') return '';
      throw valueError(`${name} takes a hardware address, not '${written}'`);
    }
    const answer = QUERIES.get(str(query));
    if (answer === undefined) {
      throw valueError(
        `${name} has no query '${str(query)}'; it has ${[...QUERIES.keys()].filter(Boolean).join(', ')}`,
      );
    }
    return answer(mac, written);
  };
}
