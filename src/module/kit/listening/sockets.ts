/** A socket of TCP or UDP, and a process that holds it. */
export interface Socket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** As the program writes it: `0.0.0.0:*`. */
  readonly foreignAddress: string;
  readonly state: string;
  /** 0 when the process is not known. */
  readonly pid: number;
  readonly name: string;
}

/** What `ss -tuanp` prints: a socket for each process that holds it; those that nobody holds are left out. */
export function socketsOfSs(text: string): readonly Socket[] {
  return text.split('\n').flatMap((line) => {
    const [protocol, state = '', , , local = '', peer = '', ...rest] = line.trim().split(/\s+/);
    const place = addressIn(local);
    if ((protocol !== 'tcp' && protocol !== 'udp') || place === undefined) return [];
    const owners = rest.join(' ').matchAll(/\("((?:[^"\\]|\\.)*)",pid=(\d+)/g);
    return [...owners].map(([, name = '', pid]) => ({
      ...place,
      protocol,
      state,
      foreignAddress: peer,
      name,
      pid: Number(pid),
    }));
  });
}

/** What `netstat -tunap` prints; of UDP it tells a state only for what is connected. */
export function socketsOfNetstat(text: string): readonly Socket[] {
  return text.split('\n').flatMap((line) => {
    const match =
      /^(tcp|udp)6?\s+\d+\s+\d+\s+(\S+)\s+(\S+)\s+(?:([A-Z_0-9]+)\s+)?(?:-|(\d+)\/(\S+).*)\s*$/.exec(line);
    const [, protocol, local = '', foreignAddress = '', state = '', pid = '0', program = ''] = match ?? [];
    const place = addressIn(local);
    if ((protocol !== 'tcp' && protocol !== 'udp') || place === undefined) return [];
    return [
      {
        ...place,
        protocol,
        foreignAddress,
        state,
        pid: Number(pid),
        name: program.replace(/:$/, ''),
      },
    ];
  });
}

/** `127.0.0.1:80`, `[::1]:80`, `:::80`, `*:80`, `127.0.0.53%lo:53`. */
function addressIn(text: string): { readonly address: string; readonly port: number } | undefined {
  const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  if (port === '') return undefined;
  return { address: address.replace(/^\[(.*)\]/, '$1'), port: Number(port) };
}

/** States of /proc/net/tcp by their numbers. */
const states: Readonly<Record<string, string>> = {
  '01': 'ESTAB',
  '02': 'SYN-SENT',
  '03': 'SYN-RECV',
  '04': 'FIN-WAIT-1',
  '05': 'FIN-WAIT-2',
  '06': 'TIME-WAIT',
  '07': 'UNCONN',
  '08': 'CLOSE-WAIT',
  '09': 'LAST-ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
};

/**
 * The kernel's own lists, for targets that have neither program: each of tcp, tcp6, udp and udp6 under a line with its
 * name. `owners` has lines `INODE PID NAME`.
 */
export function socketsOfKernel(lists: string, owners: string): readonly Socket[] {
  const holders = new Map<string, { readonly pid: number; readonly name: string }[]>();
  for (const line of owners.split('\n')) {
    const [, inode = '', pid = '', name = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
    if (inode === '') continue;
    const known = holders.get(inode) ?? [];
    if (!known.some((one) => one.pid === Number(pid)))
      holders.set(inode, [...known, { pid: Number(pid), name }]);
  }
  let protocol: Socket['protocol'] = 'tcp';
  return lists.split('\n').flatMap((line) => {
    const heading = /^(tcp|udp)6?$/.exec(line)?.[1];
    if (heading === 'tcp' || heading === 'udp') protocol = heading;
    const [number = '', local = '', peer = '', state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
    if (!/^\d+:$/.test(number)) return [];
    const [here, there] = [kernelAddress(local), kernelAddress(peer)];
    const family = here.address.includes(':') ? `[${there.address}]` : there.address;
    return (holders.get(inode) ?? []).map((holder) => ({
      ...here,
      ...holder,
      protocol,
      state: states[state] ?? '',
      foreignAddress: `${family}:${there.port === 0 ? '*' : there.port}`,
    }));
  });
}

/** `0100007F:1F90`: words of four bytes in the order of a little-endian machine, and the port. */
function kernelAddress(text: string): { readonly address: string; readonly port: number } {
  const [hex = '', port = ''] = text.split(':');
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  const address = bytes.length === 4 ? bytes.join('.') : shortened(bytes);
  return { address, port: Number.parseInt(port, 16) };
}

/** An address of IPv6 as it is mostly written: the longest row of zeros as `::`. */
function shortened(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  const rows = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)];
  const longest = rows.sort((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${text.slice(0, longest.index)}::${after}`;
}
