import type { ModuleContext } from '../../../context.ts';
import { type Json, memberOf, recordIn, textIn } from '../json.ts';
import { textValues } from '../text-values.ts';
import { looseTexts } from './loose-texts.ts';
import { linkText } from './networks.ts';
import { asKeys, given, keysOf, nullWhenEmpty, type Part, type PlanInput, sortedTexts } from './parts.ts';
import { exposedPort, parsePublished, portBindings } from './ports.ts';

/** Its ports, names and addresses. */
export function networkParts(context: ModuleContext, { args, situation }: PlanInput): readonly Part[] {
  const { container } = situation;
  const image = recordIn(situation.currentImage ?? situation.image, 'Config', 'ExposedPorts');
  const published =
    args.published_ports === undefined
      ? undefined
      : parsePublished(args.published_ports, hostAddress({ args, situation }));
  const exposed = [
    ...(published ?? []).map(({ port }) => port),
    ...(args.exposed_ports ?? []).map(exposedPort),
  ];
  const bindings = published === undefined ? undefined : portBindings(published);
  const mode = networkMode({ args, situation });
  const hosts =
    args.etc_hosts === undefined
      ? undefined
      : Object.entries(textValues(args.etc_hosts, 'etc_hosts')).map(
          ([name, address]) => `${name}:${address}`,
        );
  const sysctls = args.sysctls === undefined ? undefined : looseTexts(context, args.sysctls, 'sysctls');
  const links = args.links?.map((link) => {
    const [name = '', alias = ''] = linkText(link).split(':');
    return `/${name}:/${args.name}/${alias}`;
  });
  const host = (name: string): Json => memberOf(container, ['HostConfig', name]);
  return [
    {
      name: 'network_mode',
      kind: 'value',
      wanted: mode,
      found: host('NetworkMode'),
      hostConfig: given('NetworkMode', mode),
    },
    {
      name: 'exposed_ports',
      kind: 'set',
      wanted: [...new Set([...Object.keys(image), ...exposed])].toSorted(),
      found: keysOf(memberOf(container, ['Config', 'ExposedPorts'])) ?? [],
      config: { ExposedPorts: asKeys(exposed) },
    },
    {
      name: 'published_ports',
      kind: 'dict',
      wanted: bindings,
      found: nullWhenEmpty(host('PortBindings')),
      hostConfig: given('PortBindings', bindings),
    },
    {
      name: 'etc_hosts',
      kind: 'set',
      wanted: hosts?.toSorted(),
      found: sortedTexts(host('ExtraHosts')),
      hostConfig: given('ExtraHosts', hosts),
    },
    {
      name: 'links',
      kind: 'set',
      wanted: links?.toSorted(),
      found: sortedTexts(host('Links')),
      hostConfig: given('Links', links),
    },
    {
      name: 'sysctls',
      kind: 'dict',
      wanted: sysctls,
      found: host('Sysctls'),
      hostConfig: given('Sysctls', sysctls),
    },
    { name: 'platform', kind: 'value', wanted: args.platform, found: memberOf(container, ['Platform']) },
  ];
}

/** Where ports without an address are bound: as the first of its networks says that does, or the network `bridge`. */
function hostAddress({ args, situation }: Omit<PlanInput, 'environment'>): string {
  if (args.default_host_ip !== undefined) return args.default_host_ip;
  const option = 'com.docker.network.bridge.host_binding_ipv4';
  for (const network of situation.networks.values()) {
    const address = textIn(network, 'Options', option);
    if (textIn(network, 'Driver') === 'bridge' && address !== '') return address;
  }
  return textIn(situation.bridge, 'Options', option) || '0.0.0.0';
}

function networkMode({ args, situation }: Omit<PlanInput, 'environment'>): string | undefined {
  const [first] = args.networks ?? [];
  if (args.network_mode !== undefined) {
    return situation.shared === undefined ? args.network_mode : `container:${situation.shared}`;
  }
  return args.networks_cli_compatible && first !== undefined ? first.name : undefined;
}
