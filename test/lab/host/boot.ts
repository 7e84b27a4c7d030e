import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { identify, type ProcessIdentity } from '../processes.ts';
import { initScript } from './init-script.ts';
import { supervisorScript } from './supervisor-script.ts';

export interface Boot {
  /** The host's folder: the overlay's layers, the number of its init, the console's log. */
  readonly folder: string;
  readonly base: string;
  readonly init: readonly string[];
  readonly hostname: string;
  /** With the prefix length: 10.213.77.11/24. */
  readonly address: string;
  readonly gateway: string;
  readonly cgroups: readonly string[];
  /** Ends the host with this process, however that ends. */
  readonly tied: boolean;
  /** Called when the host's network namespace exists and waits for its link. */
  readonly connect: (pid: number) => Promise<void>;
}

const joinCgroups =
  'for group in $CGROUPS; do echo $$ > "$group/cgroup.procs"; done; unset CGROUPS; exec "$@"';

/** Starts a host; resolves with its supervisor, which lives as long as the host, reboots included. */
export async function boot(host: Boot): Promise<ProcessIdentity> {
  for (const folder of ['work', 'root']) await mkdir(path.join(host.folder, folder));
  const tie = host.tied ? ['setpriv', '--pdeathsig', 'KILL'] : [];
  const supervise = ['unshare', '--net', '/bin/sh', '-c', supervisorScript, 'lab-supervisor', host.folder];
  const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--uts', '--ipc', '--cgroup'];
  const bootInit = ['unshare', ...namespaces, '/bin/sh', '-c', initScript, 'lab-init'];
  const settings = [host.folder, host.base, host.hostname, host.address, host.gateway];
  const command = [...tie, ...supervise, ...bootInit, ...settings, ...host.init];

  const console = await open(path.join(host.folder, 'console.log'), 'w');
  const child = spawn('/bin/sh', ['-c', joinCgroups, 'lab-host', ...command], {
    stdio: ['pipe', 'pipe', console.fd],
    detached: true,
    env: { PATH: process.env['PATH'], CGROUPS: host.cgroups.join(' ') },
  });
  await console.close();
  if (child.stdin === null || child.stdout === null) throw new Error('a pipe that was asked for is missing');
  const ended = once(child, 'exit');
  const [first] = await Promise.race([once(child.stdout, 'data'), ended]);
  const identity = Buffer.isBuffer(first) ? await identify(Number(first.toString())) : undefined;
  if (identity === undefined)
    throw new Error(`host ${host.hostname} did not start: see ${host.folder}/console.log`);
  await host.connect(identity.pid);
  child.stdin.end('go\n');
  child.stdout.destroy();
  child.unref();
  return identity;
}
