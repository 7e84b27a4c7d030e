import type { ResultData } from '../module/result.ts';
import { type InterfaceAddress, netmaskOf, networkOf, parseAddresses } from './addresses.ts';
import type { FactCollector, Facts, Probe } from './collector.ts';
import { matchingFiles } from './collector.ts';

/** What sysfs says of one interface. */
export interface InterfaceFiles {
  readonly name: string;
  /** By file name: mtu, address, flags, type, speed, operstate, ... */
  readonly values: ReadonlyMap<string, string>;
  /** The device it is on (`virtio2`, `0000:00:03.0`) and its driver, when it is hardware. */
  readonly device?: string | undefined;
  readonly driver?: string | undefined;
  /** The ports of a bridge. */
  readonly ports?: readonly string[] | undefined;
}

export interface NetworkText {
  readonly interfaces: readonly InterfaceFiles[];
  readonly addresses: readonly InterfaceAddress[];
  /** `ip -4 -o route get` to a public address; empty without a way there. */
  readonly route4: string;
  readonly route6: string;
}

/** Interfaces, their addresses, and the ones that lead to the rest of the world. */
export function parseNetwork(text: NetworkText): Facts {
  const facts: Record<string, ResultData> = {};
  const names: string[] = [];
  for (const files of text.interfaces) {
    const own = text.addresses.filter(({ device }) => device === files.name);
    names.push(files.name);
    facts[factKey(files.name)] = interfaceFacts(files, own);
    for (const alias of own.filter(({ label, device }) => label !== device)) {
      const key = factKey(alias.label);
      if (names.includes(key)) continue;
      names.push(key);
      facts[key] = { ipv4: ipv4Facts(alias) };
    }
  }
  const all = (family: 4 | 6, isLocal: (address: string) => boolean): readonly string[] =>
    text.addresses.filter((a) => a.family === family && !isLocal(a.address)).map(({ address }) => address);
  return {
    interfaces: names,
    ...facts,
    default_ipv4: defaultFacts(text, 4),
    default_ipv6: defaultFacts(text, 6),
    all_ipv4_addresses: all(4, (address) => address.startsWith('127.')),
    all_ipv6_addresses: all(6, (address) => address === '::1'),
  };
}

/** Facts are variables: dashes and colons become `_`. */
function factKey(name: string): string {
  return name.replace(/[-:]/g, '_');
}

const hardwareTypes: Readonly<Record<string, string>> = {
  '1': 'ether',
  '32': 'infiniband',
  '512': 'ppp',
  '772': 'loopback',
  '65534': 'tunnel',
};

function interfaceFacts(files: InterfaceFiles, addresses: readonly InterfaceAddress[]): Facts {
  const { values, name } = files;
  const mac = values.get('address');
  const speed = Number(values.get('speed'));
  const v4 = addresses.filter(({ family, label, device }) => family === 4 && label === device);
  const secondaries = v4.slice(1);
  const v6 = addresses.filter(({ family }) => family === 6);
  const [first] = v4;
  return {
    device: name,
    ...(mac === undefined || mac === '' || mac === '00:00:00:00:00:00' ? {} : { macaddress: mac }),
    ...(values.has('mtu') ? { mtu: Number(values.get('mtu')) } : {}),
    active: values.get('operstate') !== 'down',
    type: interfaceType(files),
    promisc: (Number(values.get('flags') ?? 0) & 0x100) !== 0,
    ...(values.has('speed') && Number.isInteger(speed) ? { speed } : {}),
    ...(files.device === undefined ? {} : { pciid: files.device }),
    ...(files.driver === undefined ? {} : { module: files.driver }),
    ...(first === undefined ? {} : { ipv4: ipv4Facts(first) }),
    ...(secondaries.length === 0 ? {} : { ipv4_secondaries: secondaries.map(ipv4Facts) }),
    ...(v6.length === 0
      ? {}
      : {
          ipv6: v6.map(({ address, prefix, scope }) => ({ address, prefix: String(prefix), scope })),
        }),
    ...bridgeFacts(files),
  };
}

function interfaceType({ values }: InterfaceFiles): string {
  if (values.has('bridge/bridge_id')) return 'bridge';
  if (values.has('bonding/mode')) return 'bonding';
  return hardwareTypes[values.get('type') ?? ''] ?? 'unknown';
}

function bridgeFacts({ values, ports }: InterfaceFiles): Facts {
  const id = values.get('bridge/bridge_id');
  if (id === undefined) return {};
  return { id, stp: values.get('bridge/stp_state') === '1', interfaces: ports ?? [] };
}

function ipv4Facts({ address, prefix, broadcast }: InterfaceAddress): Record<string, ResultData> {
  return {
    address,
    broadcast,
    netmask: netmaskOf(prefix),
    network: networkOf(address, prefix),
    prefix: String(prefix),
  };
}

/** The interface, gateway and own address on the way to the rest of the world. */
function defaultFacts(text: NetworkText, family: 4 | 6): Facts {
  const words = (family === 4 ? text.route4 : text.route6).split(/\s+/);
  const after = (keyword: string): string | undefined => {
    const at = words.indexOf(keyword);
    return at < 0 ? undefined : words[at + 1];
  };
  const device = after('dev');
  const source = after('src');
  if (device === undefined || source === undefined || words[0] === 'unreachable') return {};
  const own = text.addresses.find(
    (entry) => entry.device === device && entry.address === source && entry.family === family,
  );
  const values = text.interfaces.find(({ name }) => name === device);
  const gateway = after('via');
  const facts = values === undefined ? {} : interfaceFacts(values, []);
  return {
    interface: device,
    address: source,
    ...(gateway === undefined ? {} : { gateway }),
    ...(own === undefined ? {} : family === 4 ? { ...ipv4Facts(own), alias: own.label } : ipv6Facts(own)),
    ...('macaddress' in facts ? { macaddress: facts['macaddress'] } : {}),
    ...('mtu' in facts ? { mtu: facts['mtu'] } : {}),
    ...('type' in facts ? { type: facts['type'] } : {}),
  };
}

function ipv6Facts({ prefix, scope }: InterfaceAddress): Facts {
  return { prefix: String(prefix), scope };
}

function readInterfaces(probe: Probe, links: string): readonly InterfaceFiles[] {
  const byName = new Map<string, Map<string, string>>();
  for (const [match, text] of matchingFiles(probe, /^\/sys\/class\/net\/([^/]+)\/(.+)$/)) {
    const [, name = '', file = ''] = match;
    const values = byName.get(name) ?? new Map<string, string>();
    byName.set(name, values.set(file, text));
  }
  const linkOf = (path: string): string | undefined =>
    links
      .split('\n')
      .find((line) => line.startsWith(`${path} `))
      ?.split('/')
      .at(-1);
  return [...byName].map(([name, values]) => ({
    name,
    values,
    device: linkOf(`/sys/class/net/${name}/device`),
    driver: linkOf(`/sys/class/net/${name}/device/driver/module`),
    ports: links
      .split('\n')
      .filter((line) => line.startsWith(`/sys/class/net/${name}/brif/`))
      .map((line) => line.split(' ')[0]?.split('/').at(-1) ?? ''),
  }));
}

const files = [
  'mtu',
  'address',
  'flags',
  'type',
  'speed',
  'operstate',
  'bridge/bridge_id',
  'bridge/stp_state',
  'bonding/mode',
];

/** They only serve to ask for a route: nothing is sent to them. */
const far4 = '8.8.8.8';
const far6 = '2404:6800:400a:800::1012';

/** iproute2 answers all questions at once; BusyBox's ip has no batch. */
const script = `said=$(ip -o -force -batch - <<END
addr show
route get ${far4}
route get ${far6}
END
)
[ -n "$said" ] || said=$(ip -o addr show; ip -4 -o route get ${far4}; ip -6 -o route get ${far6})
printf '%s\\n---\\n' "$said"
for link in /sys/class/net/*/device /sys/class/net/*/device/driver/module /sys/class/net/*/brif/*; do
  if [ -h "$link" ]; then printf '%s %s\\n' "$link" "$(readlink "$link")"; fi
done`;

export const network: FactCollector = {
  name: 'network',
  minimal: false,
  subsets: ['interfaces', 'default_ipv4', 'default_ipv6', 'all_ipv4_addresses', 'all_ipv6_addresses'],
  requires: ['distribution', 'platform'],
  files: files.map((file) => `/sys/class/net/*/${file}`),
  script,
  parse: (probe) => {
    const [said = '', links = ''] = (probe.output.get('network') ?? '').split('---\n');
    const lines = said.split('\n');
    const routeTo = (address: string): string => lines.find((line) => line.startsWith(`${address} `)) ?? '';
    return parseNetwork({
      interfaces: readInterfaces(probe, links),
      addresses: parseAddresses(lines.filter((line) => /^\d+: /.test(line)).join('\n')),
      route4: routeTo(far4),
      route6: routeTo(far6),
    });
  },
};
