import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';

export interface EmbeddedKeys {
  readonly hostKey: string;
  readonly hostKeyFile: string;
  readonly clientKey: ParsedKey;
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  /** Writes known_hosts for the server's port on loopback. */
  recordHost(port: number): Promise<void>;
}

/** Makes a new host key and a new client key in the folder; only their owner may read them. */
export async function prepareKeys(folder: string): Promise<EmbeddedKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const host = generateKey('tsplay embedded server');
  const client = generateKey('tsplay embedded client');
  const hostKeyFile = join(folder, 'host_key');
  const privateKeyFile = join(folder, 'client_key');
  const knownHostsFile = join(folder, 'known_hosts');
  await Promise.all([
    writeFile(hostKeyFile, host.private, { mode: 0o600 }),
    writeFile(privateKeyFile, client.private, { mode: 0o600 }),
  ]);
  return {
    hostKey: host.private,
    hostKeyFile,
    clientKey: client.parsed,
    privateKeyFile,
    knownHostsFile,
    recordHost: (port) => writeFile(knownHostsFile, `[127.0.0.1]:${port} ${host.public}\n`, { mode: 0o600 }),
  };
}

export interface GeneratedKey {
  readonly private: string;
  /** As in authorized_keys and known_hosts: type, base64, comment. */
  readonly public: string;
  readonly parsed: ParsedKey;
}

/** A new ed25519 key. ssh2 now and then writes one that it cannot read itself: those are thrown away. */
export function generateKey(comment: string): GeneratedKey {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    const parsed = ssh2.utils.parseKey(pair.private);
    if (!(parsed instanceof Error)) {
      return { ...pair, parsed };
    }
  }
}
