import type { ModuleContext } from '../module/context.ts';
import { defineModule } from '../module/define.ts';
import {
  type Socket,
  socketsOfKernel,
  socketsOfNetstat,
  socketsOfSs,
} from '../module/kit/listening/sockets.ts';
import { read } from '../module/kit/reading.ts';
import { ModuleFailure, type ResultData } from '../module/result.ts';

export default defineModule({
  name: 'listen_ports_facts',
  collection: 'community.general',
  formerlyBuiltin: true,
  summary: 'Gathers the ports that are listened on, and who does',
  args: {
    command: {
      type: 'str',
      choices: ['netstat', 'ss'],
      description: "Which program is asked. Without it the one that is there, or the kernel's own lists.",
    },
    include_non_listening: {
      type: 'bool',
      default: false,
      description: 'All other sockets, too, with their state and the other end.',
    },
  },
  returns: {
    'ansible_facts.tcp_listen': 'The ports of TCP.',
    'ansible_facts.udp_listen': 'The ports of UDP.',
  },
  examples: `
- name: Know what is open
  community.general.listen_ports_facts:
`,
  check: 'full',
  diff: false,
  async run(context, { command, include_non_listening: all }) {
    const { sockets, processes } = await readSockets(context, command);
    const shown = sockets.filter((one) => all || isListening(one));
    const entries = shown.map((socket) => entryOf(socket, processes.get(socket.pid), all));
    const kept = entries.filter((entry, index) => firstLike(entries, entry) === index);
    const of = (protocol: string): readonly Entry[] => kept.filter((entry) => entry['protocol'] === protocol);
    return { changed: false, ansible_facts: { tcp_listen: of('tcp'), udp_listen: of('udp') } };
  },
});

type Entry = Readonly<Record<string, ResultData>>;

interface Process {
  readonly user: string;
  readonly started: string;
}

/** netstat tells a state of UDP only for what is connected; a socket that waits has none there. */
function isListening({ protocol, state }: Socket): boolean {
  return protocol === 'tcp' ? state === 'LISTEN' : state === 'UNCONN' || state === '';
}

function entryOf(socket: Socket, process: Process | undefined, all: boolean): Entry {
  return {
    protocol: socket.protocol,
    address: socket.address,
    port: socket.port,
    name: socket.name,
    pid: socket.pid,
    user: process?.user ?? '',
    stime: process?.started ?? '',
    ...(all ? { state: socket.state, foreign_address: socket.foreignAddress } : {}),
  };
}

/** A process can hold a socket more than once. */
function firstLike(entries: readonly Entry[], entry: Entry): number {
  const text = JSON.stringify(entry);
  return entries.findIndex((one) => JSON.stringify(one) === text);
}

async function readSockets(
  context: ModuleContext,
  command: 'netstat' | 'ss' | undefined,
): Promise<{ readonly sockets: readonly Socket[]; readonly processes: ReadonlyMap<number, Process> }> {
  const { found } = await read(context, {
    found: { script: script(command), parse: ({ stdout, rc }) => ({ text: stdout.toString(), rc }) },
  });
  if (found.rc === 127) {
    throw new ModuleFailure(`the target has no ${command}: leave command out, and the kernel is asked`);
  }
  const [program = '', list = '', owners = '', processes = ''] = found.text.split('\0\n');
  return { sockets: socketsOf(program.trim(), list, owners), processes: processesIn(processes) };
}

function socketsOf(program: string, list: string, owners: string): readonly Socket[] {
  switch (program) {
    case 'netstat':
      return socketsOfNetstat(list);
    case 'ss':
      return socketsOfSs(list);
    default:
      return socketsOfKernel(list, owners);
  }
}

/** The program that is asked, what it says, who holds which socket if it is the kernel, and the processes. */
function script(command: 'netstat' | 'ss' | undefined): string {
  const choice =
    command === undefined
      ? 'if command -v ss >/dev/null 2>&1; then p=ss; else p=kernel; fi'
      : `p=${command}; command -v ${command} >/dev/null 2>&1 || exit 127`;
  return `LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
${choice}
printf '%s\\0\\n' "$p"
case $p in
  ss)
    ss -tuanp
    printf '\\0\\n' ;;
  netstat)
    netstat -tunap 2>/dev/null
    printf '\\0\\n' ;;
  *)
    for list in tcp tcp6 udp udp6; do
      [ ! -r /proc/net/$list ] || { echo $list; cat /proc/net/$list; }
    done
    printf '\\0\\n'
    for link in /proc/[0-9]*/fd/*; do
      to=$(readlink "$link" 2>/dev/null) || continue
      case $to in
        'socket:['*)
          pid=\${link#/proc/}; pid=\${pid%%/*}; to=\${to#*'['}
          read -r name </proc/$pid/comm 2>/dev/null || name=
          echo "\${to%']'} $pid $name" ;;
      esac
    done ;;
esac
printf '\\0\\n'
ps -eo pid=,user:32=,lstart= 2>/dev/null || ps -o pid,user 2>/dev/null || :`;
}

/** `  71 root     Sun Nov 22 09:00:35 2026`; BusyBox tells no time. */
function processesIn(text: string): ReadonlyMap<number, Process> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, pid, user = '', started = ''] = /^\s*(\d+)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [[Number(pid), { user, started: started.trim() }] as const];
    }),
  );
}
