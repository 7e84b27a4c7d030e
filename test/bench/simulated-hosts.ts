import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/connection/embedded/server.ts';

/**
 * Simulated hosts, in a process of their own: `COUNT FOLDER`. Each is an SSH server on a port of its own, with the local
 * `/bin/sh` behind it and a home of its own. Writes `inventory.json` and one known_hosts for all of them into the
 * folder, prints `ready`, and ends when its input ends.
 */
export async function main([count = '', folder = '']: readonly string[]): Promise<number> {
  const names = Array.from({ length: Number(count) }, (_, index) => `sim${index + 1}`);
  const servers: EmbeddedServer[] = [];
  const hosts: Record<string, object> = {};
  const knownHosts: string[] = [];
  for (const name of names) {
    const home = path.join(folder, 'homes', name);
    await mkdir(home, { recursive: true });
    const server = await startEmbeddedServer({ scratchFolder: path.join(folder, 'keys', name), home });
    servers.push(server);
    knownHosts.push(await readFile(server.knownHostsFile, 'utf8'));
    hosts[name] = { ansible_port: server.port, ansible_ssh_private_key_file: server.privateKeyFile };
  }
  const knownHostsFile = path.join(folder, 'known_hosts');
  await writeFile(knownHostsFile, knownHosts.join(''));
  const vars = {
    ansible_host: '127.0.0.1',
    ansible_user: servers[0]?.user,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHostsFile} -o GlobalKnownHostsFile=/dev/null`,
  };
  await writeFile(path.join(folder, 'inventory.json'), JSON.stringify({ all: { vars, hosts } }));
  process.stdout.write('ready\n');
  for await (const _ of process.stdin) {
    // Nothing is said to it: the end of its input is what it waits for.
  }
  await Promise.all(servers.map((server) => server.close()));
  return 0;
}
