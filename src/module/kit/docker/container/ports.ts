import { isIP } from 'node:net';
import { ModuleFailure } from '../../../result.ts';
import type { JsonRecord } from '../json.ts';

/** A port of a container and where it is on the host, as the API calls them. */
export interface Binding {
  /** `80/tcp`. */
  readonly port: string;
  readonly HostIp: string;
  /** Empty: any that is free; `8000-8100`: one of these. */
  readonly HostPort: string;
}

/**
 * Ports as the command line has them: `[address:][host port]:port[/protocol]`, with ranges. Of two ranges of different
 * lengths the rest of the longer one is left out. Throws ModuleFailure for what is none.
 */
export function parsePublished(ports: readonly string[], defaultHostIp: string): readonly Binding[] {
  return ports.flatMap((text) => {
    if (text === 'all') {
      throw new ModuleFailure("published_ports: 'all' is publish_all_ports: true nowadays");
    }
    const slash = text.indexOf('/');
    const protocol = slash < 0 ? 'tcp' : text.slice(slash + 1).toLowerCase();
    const { address, host, container } = portParts(slash < 0 ? text : text.slice(0, slash), text);
    const inside = portRange(container, text);
    const outside =
      host === '' ? inside.map(() => '') : inside.length === 1 ? [host] : portRange(host, text).map(String);
    return inside.slice(0, outside.length).map((port, index) => ({
      port: `${port}/${protocol}`,
      HostIp: address ?? defaultHostIp,
      HostPort: outside[index] ?? '',
    }));
  });
}

interface PortParts {
  readonly address: string | undefined;
  readonly host: string;
  readonly container: string;
}

function portParts(ports: string, text: string): PortParts {
  const last = ports.lastIndexOf(':');
  if (last < 0) return { address: undefined, host: '', container: ports };
  const container = ports.slice(last + 1);
  const before = ports.slice(0, last);
  const middle = before.lastIndexOf(':');
  if (middle < 0) return { address: undefined, host: before, container };
  const address = before.slice(0, middle).replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) === 0) {
    throw new ModuleFailure(`published_ports: '${address}' in '${text}' is no IP address`);
  }
  return { address, host: before.slice(middle + 1), container };
}

/** `9000` or `9000-9002`, each. */
function portRange(range: string, text: string): readonly number[] {
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === undefined || first > last || last > 65535) {
    throw new ModuleFailure(`published_ports: '${range}' in '${text}' is neither a port nor ports from-to`);
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** `80`, `53/udp`, `7000-7010`, as the API has them. */
export function exposedPort(text: string): string {
  const [port = '', protocol = 'tcp'] = text.trim().split('/');
  return `${port}/${protocol.toLowerCase()}`;
}

/** The API's PortBindings. */
export function portBindings(bindings: readonly Binding[]): JsonRecord {
  const byPort = new Map<string, { readonly HostIp: string; readonly HostPort: string }[]>();
  for (const { port, HostIp, HostPort } of bindings) {
    byPort.set(port, [...(byPort.get(port) ?? []), { HostIp, HostPort }]);
  }
  return Object.fromEntries(byPort) as unknown as JsonRecord;
}
