import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { keysFolder } from './paths.ts';
import { run } from './processes.ts';

export interface KeyPair {
  readonly privateFile: string;
  readonly privateText: string;
  readonly publicText: string;
}

/**
 * The key pair of that name, made on first use and kept, so that a host of the same name has the same key in every
 * lab. To be called under the labs' lock.
 */
export async function keyPair(name: string): Promise<KeyPair> {
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  const file = path.join(keysFolder, name);
  const known = await readPair(file);
  if (known !== undefined) return known;
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  await rm(`${partial}.pub`, { force: true });
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `tsplay-lab-${name}`, '-f', partial]);
  await rename(`${partial}.pub`, `${file}.pub`);
  await rename(partial, file);
  const made = await readPair(file);
  if (made === undefined) throw new Error(`ssh-keygen made no key at ${file}`);
  return made;
}

async function readPair(file: string): Promise<KeyPair | undefined> {
  const privateText = await readFile(file, 'utf8').catch(() => undefined);
  if (privateText === undefined) return undefined;
  return { privateFile: file, privateText, publicText: await readFile(`${file}.pub`, 'utf8') };
}

/** A line of known_hosts, in ssh's form for the port. */
export function knownHostsLine(address: string, port: number, key: KeyPair): string {
  const [type = '', data = ''] = key.publicText.split(' ');
  return `${port === 22 ? address : `[${address}]:${port}`} ${type} ${data}\n`;
}
