import { holds, type IpAddress, parseIp } from './ip-address.ts';

/** What Python's module ipaddress (3.11) says of an address, by IANA's registries. */
export interface AddressClass {
  readonly blocks: readonly string[];
  /** Blocks within those that do not belong to it. */
  readonly except?: readonly string[];
}

const CLASSES = {
  private: {
    blocks: [
      '0.0.0.0/8',
      '10.0.0.0/8',
      '127.0.0.0/8',
      '169.254.0.0/16',
      '172.16.0.0/12',
      '192.0.0.0/29',
      '192.0.0.170/31',
      '192.0.2.0/24',
      '192.168.0.0/16',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '240.0.0.0/4',
      '::1/128',
      '::/128',
      '::ffff:0:0/96',
      '100::/64',
      '2001::/23',
      '2001:db8::/32',
      '2001:10::/28',
      'fc00::/7',
      'fe80::/10',
    ],
  },
  shared: { blocks: ['100.64.0.0/10'] },
  loopback: { blocks: ['127.0.0.0/8', '::1/128'] },
  multicast: { blocks: ['224.0.0.0/4', 'ff00::/8'] },
  unspecified: { blocks: ['0.0.0.0/32', '::/128'] },
  reserved: {
    blocks: [
      '240.0.0.0/4',
      '::/8',
      '100::/8',
      '200::/7',
      '400::/6',
      '800::/5',
      '1000::/4',
      '4000::/3',
      '6000::/3',
      '8000::/3',
      'a000::/3',
      'c000::/3',
      'e000::/4',
      'f000::/5',
      'f800::/6',
      'fe00::/9',
    ],
  },
  mapped: { blocks: ['::ffff:0:0/96'] },
  sixtofour: { blocks: ['2002::/16'] },
  teredo: { blocks: ['2001::/32'] },
} satisfies Record<string, AddressClass>;

export type AddressClassName = keyof typeof CLASSES;

export function isOfClass(ip: IpAddress, name: AddressClassName): boolean {
  return CLASSES[name].blocks.some((block) => {
    const outer = parseIp(block);
    return outer !== undefined && holds(outer, ip);
  });
}
