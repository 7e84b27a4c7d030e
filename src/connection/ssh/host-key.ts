import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { KnownHost } from '../../util/known-hosts.ts';
import { checkHostKey, knownHostName } from '../known-hosts.ts';
import type { KnownKeys } from '../known-hosts-file.ts';
import { ConnectionLost, type SshParameters } from '../types.ts';
import { fingerprint, keyType, keyTypeName } from './key-blob.ts';

/** What to do about the key that a server showed. */
export type HostKeyDecision =
  | { readonly kind: 'accept' }
  /** Accept, and record it once the server has proved that the key is its own. */
  | { readonly kind: 'accept-and-record' }
  | { readonly kind: 'refuse'; readonly failure: ConnectionLost };

/** Decides by ssh's own rules (ssh_config(5), StrictHostKeyChecking), except that `accept-new` refuses a second key type too. */
export function decideHostKey(params: SshParameters, known: KnownKeys, key: Buffer): HostKeyDecision {
  if (params.hostKeyChecking === 'off') {
    return { kind: 'accept' };
  }
  const verdict = checkHostKey(known.exact, key);
  switch (verdict.kind) {
    case 'known':
      return { kind: 'accept' };
    case 'revoked':
      return { kind: 'refuse', failure: revokedKey(params, verdict.entry, key) };
    case 'changed':
      return { kind: 'refuse', failure: changedKey(params, verdict.known, key) };
    case 'unknown': {
      const other = checkHostKey(known.withoutPort, key);
      if (other.kind === 'known') {
        return { kind: 'accept' };
      }
      if (other.kind === 'revoked') {
        return { kind: 'refuse', failure: revokedKey(params, other.entry, key) };
      }
      return params.hostKeyChecking === 'accept-new'
        ? { kind: 'accept-and-record' }
        : { kind: 'refuse', failure: unknownKey(params, verdict.authorities, key) };
    }
  }
}

const DEFAULT_ORDER: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

/**
 * The host key algorithms to offer, best first: those of keys that are known come first, since a server that has an
 * RSA and an ED25519 key shows only one of them, and the other one would look like a changed key.
 */
export function hostKeyAlgorithms(known: KnownKeys): ServerHostKeyAlgorithm[] {
  const entries = known.exact.length > 0 ? known.exact : known.withoutPort;
  const types = new Set(entries.filter((entry) => entry.marker === undefined).map((entry) => entry.type));
  const isKnown = (algorithm: ServerHostKeyAlgorithm): boolean =>
    types.has(algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);
  return [...DEFAULT_ORDER.filter(isKnown), ...DEFAULT_ORDER.filter((algorithm) => !isKnown(algorithm))];
}

function describeKey(key: Buffer): string {
  return `${keyTypeName(keyType(key))} key ${fingerprint(key)}`;
}

function keyscanHint({ host, port, knownHostsFiles }: SshParameters): string {
  const portOption = port === 22 ? '' : `-p ${port} `;
  return `ssh-keyscan ${portOption}${host} >> ${knownHostsFiles[0] ?? '~/.ssh/known_hosts'}`;
}

function unknownKey(params: SshParameters, authorities: readonly KnownHost[], key: Buffer): ConnectionLost {
  const authority = authorities[0];
  const certificates =
    authority === undefined
      ? ''
      : ` (${authority.file}:${authority.line} trusts a certificate authority for it, and host certificates are not supported)`;
  return new ConnectionLost(
    'host-key-unknown',
    `the host key of ${knownHostName(params.host, params.port)} is not known${certificates}; it showed the ${describeKey(key)}`,
    `compare the fingerprint with the machine's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub there), then record it: ${keyscanHint(params)}`,
  );
}

function changedKey(params: SshParameters, known: readonly KnownHost[], key: Buffer): ConnectionLost {
  const name = knownHostName(params.host, params.port);
  const sameType = known.filter((entry) => entry.type === keyType(key));
  const entries = (sameType.length > 0 ? sameType : known)
    .map((entry) => `${entry.file}:${entry.line} (${keyTypeName(entry.type)} ${fingerprint(entry.key)})`)
    .join(', ');
  const message =
    sameType.length > 0
      ? `the host key of ${name} has CHANGED: someone may be listening in between, or the machine was installed anew. It showed the ${describeKey(key)}, but known is ${entries}`
      : `${name} showed the ${describeKey(key)}, but it is known only by a key of another type: ${entries}. Someone may be listening in between`;
  const file = (sameType[0] ?? known[0])?.file ?? '~/.ssh/known_hosts';
  return new ConnectionLost(
    'host-key-changed',
    message,
    `if the change is wanted, remove the old key (ssh-keygen -f '${file}' -R '${name}') and record the new one: ${keyscanHint(params)}`,
  );
}

function revokedKey(params: SshParameters, entry: KnownHost, key: Buffer): ConnectionLost {
  return new ConnectionLost(
    'host-key-changed',
    `${knownHostName(params.host, params.port)} showed the ${describeKey(key)}, which is marked as revoked in ${entry.file}:${entry.line}`,
    'do not connect: a revoked key may be in the hands of someone else. Give the machine a new host key',
  );
}
