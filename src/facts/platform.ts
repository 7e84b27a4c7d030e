import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

export interface PlatformText {
  readonly nodename: string;
  /** As getfqdn(3)-like lookups give it. */
  readonly fqdn: string;
  readonly kernel: string;
  readonly kernelVersion: string;
  readonly machine: string;
  readonly bits: 32 | 64;
  readonly machineId: string | undefined;
}

/** Names of the machine and its kernel, as uname(2) has them. */
export function parsePlatform(text: PlatformText): Facts {
  const dot = text.fqdn.indexOf('.');
  const architecture = /^i[3456]86$/.test(text.machine) ? 'i386' : text.machine;
  return {
    system: 'Linux',
    kernel: text.kernel,
    kernel_version: text.kernelVersion,
    machine: text.machine,
    architecture,
    userspace_bits: String(text.bits),
    userspace_architecture: text.bits === 32 && text.machine === 'x86_64' ? 'i386' : architecture,
    nodename: text.nodename,
    hostname: text.nodename.split('.')[0] ?? '',
    fqdn: text.fqdn,
    domain: dot < 0 ? '' : text.fqdn.slice(dot + 1),
    ...(text.machineId === undefined ? {} : { machine_id: text.machineId }),
  };
}

/**
 * The fully qualified name as Python's socket.getfqdn finds it: of the names that the machine's first address
 * resolves to, the first with a dot, else the canonical one; its own name when nothing resolves.
 * @param answer a line of `getent hosts ADDRESS`: address, canonical name, aliases
 */
export function fqdnOf(nodename: string, answer: string): string {
  const names = answer.trim().split(/\s+/).slice(1);
  return names.find((name) => name.includes('.')) ?? names[0] ?? nodename;
}

/** The names of an address in an /etc/hosts, in the form of `getent hosts`: for machines without getent. */
export function hostsEntry(hosts: string, nodename: string): string {
  const lines = hosts.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const address = lines.find((words) => words.slice(1).includes(nodename))?.[0];
  return lines.find((words) => words[0] === address && words.length > 1)?.join(' ') ?? '';
}

/** Name and machine, the beginning of a program (its fifth byte tells 32 bits from 64), and a line of `getent hosts`. */
const script = `names=$(uname -nm)
printf '%s\\n' "$names"
head -c 5 /bin/sh
echo
if command -v getent >/dev/null 2>&1; then
  address=$(getent ahosts "\${names% *}"); address=\${address%% *}
  if [ -n "$address" ]; then getent hosts "$address"; fi
else
  echo none
fi`;

export const platform: FactCollector = {
  name: 'platform',
  minimal: true,
  subsets: ['architecture', 'kernel', 'kernel_version', 'machine', 'machine_id', 'python_version', 'system'],
  requires: [],
  files: [
    '/proc/sys/kernel/osrelease',
    '/proc/sys/kernel/version',
    '/etc/machine-id',
    '/var/lib/dbus/machine-id',
    '/etc/hosts',
  ],
  script,
  parse: (probe) => {
    const [names = '', program = '', answer = ''] = (probe.output.get('platform') ?? '').split('\n');
    const [machine = '', ...words] = names.split(' ').reverse();
    const nodename = words.reverse().join(' ');
    const resolved = answer === 'none' ? hostsEntry(fileText(probe, '/etc/hosts') ?? '', nodename) : answer;
    return parsePlatform({
      machine,
      nodename,
      fqdn: fqdnOf(nodename, resolved),
      kernel: fileText(probe, '/proc/sys/kernel/osrelease') ?? '',
      kernelVersion: fileText(probe, '/proc/sys/kernel/version') ?? '',
      bits: program.charCodeAt(4) === 1 ? 32 : 64,
      machineId: fileText(probe, '/var/lib/dbus/machine-id') ?? fileText(probe, '/etc/machine-id'),
    });
  },
};
