import { isIPv4, isIPv6 } from 'node:net';
import type { ModuleContext } from '../../context.ts';
import { ModuleFailure } from '../../result.ts';
import { addressBytes } from '../ip-address.ts';
import { quote } from '../quote.ts';

/** The states of a TCP connection as the kernel numbers them in /proc/net/tcp. */
const stateCodes: Readonly<Record<string, string>> = {
  ESTABLISHED: '01',
  SYN_SENT: '02',
  SYN_RECV: '03',
  FIN_WAIT1: '04',
  FIN_WAIT2: '05',
  TIME_WAIT: '06',
};

export const activeStates = Object.keys(stateCodes);

export interface ConnectionQuery {
  /** Whose end on the target counts; 0.0.0.0 and :: stand for any address of their family. */
  readonly host: string;
  readonly port: number;
  readonly states: readonly string[];
  /** Peers whose connections do not count. */
  readonly excludedPeers: readonly string[];
}

/**
 * Shell text that succeeds when the target has no such connection, read from the kernel's tables. Names are looked up
 * on the target first. Throws ModuleFailure for a name that nobody knows and for an unknown state.
 */
export async function drainedCondition(context: ModuleContext, query: ConnectionQuery): Promise<string> {
  const codes = query.states.map(stateCode).join('|');
  const port = query.port.toString(16).toUpperCase().padStart(4, '0');
  const own = await addressesOf(context, [query.host]);
  const excluded = await addressesOf(context, query.excludedPeers);
  const patterns = (order: ByteOrder): string =>
    `own=${quote(ownPatterns(own, order).join('|'))} excluded=${quote(excluded.flatMap((one) => encoded(one, order)).join(' '))}`;
  // What the tables call an address is the number that the machine makes of its bytes.
  return `[ -r /proc/net/tcp ] || exit 3
case $(printf I | od -A n -t o2) in *000111*) ${patterns('little')} ;; *) ${patterns('big')} ;; esac
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -E "^ *[0-9]+: ($own):${port} [0-9A-F]+:[0-9A-F]+ (${codes}) " | {
  while read -r slot end peer rest; do
    case " $excluded " in *" \${peer%:*} "*) ;; *) exit 1 ;; esac
  done
  exit 0
}`;
}

function stateCode(name: string): string {
  const code = Object.hasOwn(stateCodes, name) ? stateCodes[name] : undefined;
  if (code !== undefined) return code;
  throw new ModuleFailure(
    `wait_for: there is no connection state '${name}'; there are ${activeStates.join(', ')}`,
    { elapsed: 0 },
  );
}

async function addressesOf(context: ModuleContext, hosts: readonly string[]): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const host of hosts) {
    if (isIPv4(host) || isIPv6(host)) addresses.push(host);
    else addresses.push(...(await lookedUp(context, host)));
  }
  return addresses;
}

async function lookedUp({ target, signal }: ModuleContext, host: string): Promise<readonly string[]> {
  const inFile = `awk -v host=${quote(host)} '{ for (n = 2; n <= NF; n++) if ($n == host) print $1 }' /etc/hosts`;
  const { stdout } = await target.run(`getent ahosts ${quote(host)} 2>/dev/null || ${inFile}`, { signal });
  const found = new Set(
    stdout
      .toString()
      .split('\n')
      .map((line) => line.split(/\s/)[0] ?? '')
      .filter((word) => isIPv4(word) || isIPv6(word)),
  );
  if (found.size === 0)
    throw new ModuleFailure(`wait_for: the target knows no address of '${host}'`, { elapsed: 0 });
  return [...found];
}

type ByteOrder = 'little' | 'big';

/** What a connection's own end may look like, as a regular expression. */
function ownPatterns(addresses: readonly string[], order: ByteOrder): readonly string[] {
  return addresses.flatMap((address) => {
    if (address === '0.0.0.0') return ['[0-9A-F]{8}', `${mappedPrefix(order)}[0-9A-F]{8}`];
    if (address === '::') return ['[0-9A-F]{32}'];
    return encoded(address, order);
  });
}

/** An address as the tables write it, without its zone; one of IPv4 also as a socket of IPv6 has it. */
function encoded(address: string, order: ByteOrder): readonly string[] {
  const word = words([...addressBytes(address.replace(/%.*$/, ''))], order);
  return isIPv4(address) ? [word, `${mappedPrefix(order)}${word}`] : [word];
}

function mappedPrefix(order: ByteOrder): string {
  return words([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], order);
}

function words(bytes: readonly number[], order: ByteOrder): string {
  const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  const quads = Array.from({ length: hex.length / 4 }, (_, index) => hex.slice(index * 4, index * 4 + 4));
  return quads.map((quad) => (order === 'little' ? quad.toReversed() : quad).join('')).join('');
}
