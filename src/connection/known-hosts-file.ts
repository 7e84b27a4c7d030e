import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { entryMatches, type KnownHost, parseKnownHosts } from '../util/known-hosts.ts';
import { knownHostName } from './known-hosts.ts';
import { keyType } from './ssh/key-blob.ts';

export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** What the files know of one host. */
export interface KnownKeys {
  /** Entries for exactly this host and port. */
  readonly exact: readonly KnownHost[];
  /** For a port other than 22: entries for the host without a port. They may vouch for a key, never speak against it. */
  readonly withoutPort: readonly KnownHost[];
}

/** The entries that speak of the host, in the order of the files. A file that is not there has none. */
export async function readKnownKeys(
  files: readonly string[],
  { host, port }: HostAddress,
): Promise<KnownKeys> {
  const texts = await Promise.all(files.map(readIfPresent));
  const entries = texts.flatMap((text, index) => parseKnownHosts(text, files[index] ?? ''));
  const named = (name: string): KnownHost[] => entries.filter((entry) => entryMatches(entry, name));
  return {
    exact: named(knownHostName(host, port)),
    withoutPort: port === 22 ? [] : named(knownHostName(host, 22)),
  };
}

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

/** Records a host's key, in a file that only its owner may read. One write: many hosts may be recorded at once. */
export async function appendKnownHost(file: string, { host, port }: HostAddress, key: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const present = await readIfPresent(file);
  const separator = present === '' || present.endsWith('\n') ? '' : '\n';
  const line = `${knownHostName(host, port)} ${keyType(key)} ${key.toString('base64')}\n`;
  await appendFile(file, separator + line, { mode: 0o600 });
}
