import type { ArgumentSpec, ArgumentsOf } from '../../../argument-spec.ts';
import { type Json, type JsonRecord, listIn, recordIn, textIn } from '../json.ts';

export const networkArguments = {
  name: { type: 'str', required: true, description: 'The network.' },
  ipv4_address: { type: 'str', description: 'The address it has there.' },
  ipv6_address: { type: 'str', description: 'The IPv6 address it has there.' },
  aliases: { type: 'list', elements: 'str', description: 'Further names it has there.' },
  links: { type: 'list', elements: 'str', description: 'Containers that it sees there.' },
} as const satisfies ArgumentSpec;

export type NetworkWish = ArgumentsOf<typeof networkArguments>;

/** A network that the container is to join, or to join anew. */
export interface Joining {
  readonly wish: NetworkWish;
  /** As a diff and an action show it. */
  readonly shown: JsonRecord;
  /** How it is in the network now; null when it is not. */
  readonly found: JsonRecord | null;
}

/** A network that the container is to leave. */
export interface Leaving {
  readonly name: string;
  readonly id: string;
}

/** The networks that a container is not in as it should be. What a wish leaves open is no difference. */
export function joinings(
  wishes: readonly NetworkWish[],
  {
    container,
    networks,
  }: { readonly container: JsonRecord | undefined; readonly networks: ReadonlyMap<string, JsonRecord> },
): readonly Joining[] {
  const connected = recordIn(container, 'NetworkSettings', 'Networks');
  return wishes.flatMap((wish): readonly Joining[] => {
    const shown = {
      name: wish.name,
      id: textIn(networks.get(wish.name), 'Id'),
      aliases: wish.aliases ?? null,
      ipv4_address: wish.ipv4_address ?? null,
      ipv6_address: wish.ipv6_address ?? null,
      links: wish.links === undefined ? null : wish.links.map((link) => linkText(link).split(':')),
    };
    if (!Object.hasOwn(connected, wish.name)) return [{ wish, shown, found: null }];
    const endpoint = recordIn(connected, wish.name);
    return isAsWished(wish, endpoint) ? [] : [{ wish, shown, found: foundEndpoint(wish.name, endpoint) }];
  });
}

function isAsWished(wish: NetworkWish, endpoint: JsonRecord): boolean {
  const holds = (wanted: readonly string[], key: string): boolean => {
    const found = listIn(endpoint, key);
    return wanted.every((one) => found.includes(one));
  };
  const isAddress = (wanted: string | undefined, key: string): boolean =>
    wanted === undefined || wanted === textIn(endpoint, 'IPAMConfig', key);
  return (
    isAddress(wish.ipv4_address, 'IPv4Address') &&
    isAddress(wish.ipv6_address, 'IPv6Address') &&
    holds(wish.aliases ?? [], 'Aliases') &&
    holds((wish.links ?? []).map(linkText), 'Links')
  );
}

function foundEndpoint(name: string, endpoint: JsonRecord): JsonRecord {
  const member = (key: string): Json => endpoint[key] ?? null;
  return {
    name,
    ipv4_address: recordIn(endpoint, 'IPAMConfig')['IPv4Address'] ?? null,
    ipv6_address: recordIn(endpoint, 'IPAMConfig')['IPv6Address'] ?? null,
    aliases: member('Aliases'),
    links: member('Links'),
  };
}

/** `name` means `name:name`. */
export function linkText(link: string): string {
  return link.includes(':') ? link : `${link}:${link}`;
}

/** The networks that a container is in and that are not among the wished ones. */
export function leavings(
  wishes: readonly NetworkWish[],
  container: JsonRecord | undefined,
): readonly Leaving[] {
  return Object.entries(recordIn(container, 'NetworkSettings', 'Networks'))
    .filter(([name]) => !wishes.some((wish) => wish.name === name))
    .map(([name, endpoint]) => ({ name, id: textIn(endpoint, 'NetworkID') }));
}

/** The body with which a container joins. */
export function joinRequest({ wish }: Joining, container: string): JsonRecord {
  const addresses = {
    ...(wish.ipv4_address === undefined ? {} : { IPv4Address: wish.ipv4_address }),
    ...(wish.ipv6_address === undefined ? {} : { IPv6Address: wish.ipv6_address }),
  };
  return {
    Container: container,
    EndpointConfig: {
      ...(wish.aliases === undefined ? {} : { Aliases: wish.aliases }),
      ...(wish.links === undefined ? {} : { Links: wish.links.map(linkText) }),
      ...(Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
    },
  };
}
