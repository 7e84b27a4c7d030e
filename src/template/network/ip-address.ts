/** An address, alone or with the prefix of its network. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
  readonly prefix: number;
  /** Whether the prefix was written; without one it is the whole address. */
  readonly hasPrefix: boolean;
  /** The text that it was read from, when it is to be shown as it was. */
  readonly written?: string;
}

export function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

/** `10.0.0.1`, `10.0.0.1/24`, `10.0.0.1/255.255.255.0`, `2001:db8::1/64`; undefined for other texts. */
export function parseIp(text: string): IpAddress | undefined {
  const [address = '', suffix, ...more] = text.trim().split('/');
  const version = address.includes(':') ? 6 : 4;
  const value = version === 4 ? parseIpv4(address) : parseIpv6(address);
  if (value === undefined || more.length > 0) {
    return undefined;
  }
  const prefix = suffix === undefined ? bitsOf(version) : parsePrefix(suffix, version);
  return prefix === undefined ? undefined : { version, value, prefix, hasPrefix: suffix !== undefined };
}

/** As `parseIp`; an address of version 4 may lack octets at its end, which are zero: `10/8`, `172.16/12`, `10.1`. */
export function parseShortIp(text: string): IpAddress | undefined {
  const [short, address = ''] = /^\s*(\d{1,3}(?:\.\d{1,3}){0,2})(?:\/.*)?$/.exec(text) ?? [];
  if (short === undefined || short.trim() === address) {
    return parseIp(address.includes('.') ? withAllOctets(address) : text);
  }
  return parseIp(text.replace(address, withAllOctets(address)));
}

function withAllOctets(address: string): string {
  return [...address.split('.'), '0', '0', '0'].slice(0, 4).join('.');
}

/** A number as an address: of version 4 when it fits. */
export function ipOfNumber(value: bigint): IpAddress | undefined {
  if (value < 0n || value >= 1n << 128n) {
    return undefined;
  }
  const version = value < 1n << 32n ? 4 : 6;
  return { version, value, prefix: bitsOf(version), hasPrefix: false };
}

function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const octets = match?.slice(1).map(Number) ?? [];
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) {
    return undefined;
  }
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = embedded === null ? undefined : parseIpv4(embedded[2] ?? '');
  if (embedded !== null && tail === undefined) {
    return undefined;
  }
  const plain =
    tail === undefined
      ? text
      : `${embedded?.[1] ?? ''}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
  const isWhole = halves.length === 1 ? missing === 0 : halves.length === 2 && missing >= 1;
  if (!isWhole || !groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) {
    return undefined;
  }
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function parsePrefix(text: string, version: 4 | 6): number | undefined {
  if (/^\d{1,3}$/.test(text)) {
    return Number(text) <= bitsOf(version) ? Number(text) : undefined;
  }
  const mask = version === 4 ? parseIpv4(text) : undefined;
  const digits = mask?.toString(2).padStart(32, '0') ?? '';
  return /^1*0*$/.test(digits) && digits !== ''
    ? digits.indexOf('0') + (digits.includes('0') ? 0 : 33)
    : undefined;
}

export function formatIp(version: 4 | 6, value: bigint): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 0xffn).toString()).join('.');
  }
  if (value >> 32n === 0xffffn) {
    return `::ffff:${formatIp(4, value & 0xffffffffn)}`;
  }
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  const zeros = groups.join(':').match(/\b0(?::0)+\b/g) ?? [];
  const longest = zeros.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') {
    return groups.join(':');
  }
  const [before = '', after = ''] = splitOnce(groups.join(':'), longest);
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}

function splitOnce(text: string, part: string): readonly string[] {
  const at = new RegExp(`(?<![0-9a-f])${part}(?![0-9a-f])`).exec(text)?.index ?? 0;
  return [text.slice(0, at), text.slice(at + part.length)];
}

export function sizeOf({ version, prefix }: IpAddress): bigint {
  return 1n << BigInt(bitsOf(version) - prefix);
}

/** The first address of the network. */
export function networkOf(ip: IpAddress): bigint {
  return (ip.value / sizeOf(ip)) * sizeOf(ip);
}

/** The last address of the network. */
export function lastOf(ip: IpAddress): bigint {
  return networkOf(ip) + sizeOf(ip) - 1n;
}

/** Whether every address of `inner` is one of `outer`. */
export function holds(outer: IpAddress, inner: IpAddress): boolean {
  return (
    outer.version === inner.version && networkOf(outer) <= networkOf(inner) && lastOf(inner) <= lastOf(outer)
  );
}
