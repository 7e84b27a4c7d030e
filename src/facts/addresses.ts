/** One address of `ip -o addr show`, or of what stands in for it. */
export interface InterfaceAddress {
  readonly device: string;
  /** `eth0:1` for an alias. */
  readonly label: string;
  readonly family: 4 | 6;
  readonly address: string;
  readonly prefix: number;
  /** Empty when there is none. */
  readonly broadcast: string;
  /** global, site, link, host. */
  readonly scope: string;
}

/** Parses `ip -o addr show`. A peer's address (`inet A peer B/32`) counts with the peer's prefix. */
export function parseAddresses(text: string): readonly InterfaceAddress[] {
  const addresses: InterfaceAddress[] = [];
  for (const line of text.split('\n')) {
    const match = /^\d+:\s+(\S+)\s+(inet6?)\s+([^\s/]+)(?:\/(\d+))?(.*)$/.exec(line);
    if (match === null) continue;
    const [, link = '', family, address = '', ownPrefix, rest = ''] = match;
    const options = rest.split('\\')[0] ?? '';
    const device = link.replace(/@.*/, '');
    const isV4 = family === 'inet';
    const peerPrefix = /peer [^\s/]+\/(\d+)/.exec(options)?.[1];
    const lastWord = options.trim().split(/\s+/).at(-1) ?? '';
    addresses.push({
      device,
      label: isV4 && lastWord.startsWith(`${device}:`) ? lastWord : device,
      family: isV4 ? 4 : 6,
      address,
      prefix: Number(ownPrefix ?? peerPrefix ?? (isV4 ? 32 : 128)),
      broadcast: /\bbrd (\S+)/.exec(options)?.[1] ?? '',
      scope: /\bscope (\S+)/.exec(options)?.[1] ?? '',
    });
  }
  return addresses;
}

/** `24` as `255.255.255.0`. */
export function netmaskOf(prefix: number): string {
  return dotted(maskBits(prefix));
}

/** The network that an IPv4 address is in. */
export function networkOf(address: string, prefix: number): string {
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return dotted((bits & maskBits(prefix)) >>> 0);
}

function maskBits(prefix: number): number {
  return prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
}

function dotted(bits: number): string {
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}
