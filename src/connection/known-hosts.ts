import type { KnownHost } from '../util/known-hosts.ts';

/** The name under which a host stands in known_hosts: `host`, or `[host]:port` when the port is not 22. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

export type HostKeyVerdict =
  | { readonly kind: 'known' }
  /** Nothing is known of the host; `authorities` are certificate lines that would match, if we could use them. */
  | { readonly kind: 'unknown'; readonly authorities: readonly KnownHost[] }
  /** The host is known by other keys. */
  | { readonly kind: 'changed'; readonly known: readonly KnownHost[] }
  | { readonly kind: 'revoked'; readonly entry: KnownHost };

/** Compares the key a server showed with what is known of the host. */
export function checkHostKey(entries: readonly KnownHost[], key: Buffer): HostKeyVerdict {
  const revoked = entries.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked !== undefined) {
    return { kind: 'revoked', entry: revoked };
  }
  const plain = entries.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key.equals(key))) {
    return { kind: 'known' };
  }
  return plain.length === 0
    ? { kind: 'unknown', authorities: entries.filter((entry) => entry.marker === 'cert-authority') }
    : { kind: 'changed', known: plain };
}
