import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeyPair } from '../keys.ts';

/** One account of every host. Numbers and passwords are set in the bases' recipe. */
interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

const accounts: readonly Account[] = [
  { name: 'root', uid: 0, gid: 0, home: 'root' },
  { name: 'admin', uid: 1000, gid: 1000, home: 'home/admin' },
  { name: 'operator', uid: 1001, gid: 37, home: 'home/operator' },
  { name: 'appuser', uid: 1002, gid: 1002, home: 'home/appuser' },
];

export interface Seed {
  /** The overlay's upper folder: what is written here is the host's own. */
  readonly upper: string;
  readonly hostname: string;
  readonly hostKey: KeyPair;
  readonly userKey: KeyPair;
  readonly port: number;
  readonly sshdConfig: readonly string[];
  /** Lines of /etc/hosts: address, name. */
  readonly neighbours: readonly { readonly address: string; readonly name: string }[];
}

/** Writes what tells one host from another before it boots: names, keys, resolver. */
export async function writeSeed(seed: Seed): Promise<void> {
  const { upper, hostname, hostKey, userKey, port } = seed;
  await mkdir(upper, { mode: 0o755 });
  for (const folder of ['etc', 'etc/ssh', 'home']) await mkdir(path.join(upper, folder), { mode: 0o755 });
  const file = (name: string, text: string, mode = 0o644): Promise<void> =>
    writeFile(path.join(upper, name), text, { mode });

  await file('etc/hostname', `${hostname}\n`);
  await file('etc/machine-id', `${createHash('md5').update(hostname).digest('hex')}\n`);
  await file('etc/resolv.conf', await resolverConfig());
  const others = seed.neighbours.map(({ address, name }) => `${address} ${name}\n`);
  await file('etc/hosts', `127.0.0.1 localhost\n${others.join('')}`);
  await file('etc/ssh/host.conf', `Port ${port}\n${seed.sshdConfig.map((line) => `${line}\n`).join('')}`);
  await file('etc/ssh/ssh_host_ed25519_key', hostKey.privateText, 0o600);
  await file('etc/ssh/ssh_host_ed25519_key.pub', hostKey.publicText);
  for (const account of accounts) await authorize(upper, account, userKey);
}

async function authorize(upper: string, { uid, gid, home }: Account, key: KeyPair): Promise<void> {
  const folder = path.join(upper, home);
  const ssh = path.join(folder, '.ssh');
  const authorized = path.join(ssh, 'authorized_keys');
  await mkdir(ssh, { recursive: true });
  await writeFile(authorized, key.publicText);
  await chmod(folder, 0o700);
  await chmod(ssh, 0o700);
  await chmod(authorized, 0o600);
  for (const file of [folder, ssh, authorized]) await chown(file, uid, gid);
}

/** The machine's own resolver; the real one when a local stub stands before it, which a host cannot reach. */
async function resolverConfig(): Promise<string> {
  const own = await readFile('/etc/resolv.conf', 'utf8').catch(() => '');
  if (!/^nameserver\s+127\./m.test(own)) return own;
  return readFile('/run/systemd/resolve/resolv.conf', 'utf8').catch(() => own);
}
