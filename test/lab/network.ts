import { readFile, writeFile } from 'node:fs/promises';
import { capture, run } from './processes.ts';

/** One lab's network: a bridge of its own and a /24 that it alone uses. The slot is the third byte. */
export interface LabNetwork {
  readonly slot: number;
  readonly bridge: string;
  readonly subnet: string;
  readonly gateway: string;
}

const firstSlot = 77;
const lastSlot = 199;

export function networkOfSlot(slot: number): LabNetwork {
  return { slot, bridge: `tsplay-br${slot}`, subnet: `10.213.${slot}.0/24`, gateway: `10.213.${slot}.1` };
}

/** The host's address: numbered from 11 in the order of the lab's hosts. */
export function hostAddress(network: LabNetwork, index: number): string {
  if (index >= 200) throw new Error(`a lab has room for 200 hosts, host ${index + 1} was asked for`);
  return network.gateway.replace(/\.1$/, `.${index + 11}`);
}

/** The first network that no lab has taken and that no interface or route of the machine overlaps. */
export async function freeNetwork(taken: ReadonlySet<number>): Promise<LabNetwork> {
  const routes = await run('ip', ['-4', 'route', 'show', 'table', 'all']);
  for (let slot = firstSlot; slot <= lastSlot; slot += 1) {
    if (!taken.has(slot) && !routes.includes(`10.213.${slot}.`)) return networkOfSlot(slot);
  }
  throw new Error(`no free lab network: 10.213.${firstSlot}.0/24 to 10.213.${lastSlot}.0/24 are all in use`);
}

/** iptables rules of a lab, each with a comment that tells whose it is. */
function rules(lab: string, { bridge, subnet }: LabNetwork): string[][] {
  const comment = ['-m', 'comment', '--comment', `tsplay-${lab}`];
  return [
    ['nat', 'POSTROUTING', '-s', subnet, '!', '-d', subnet, ...comment, '-j', 'MASQUERADE'],
    ['filter', 'FORWARD', '-i', bridge, ...comment, '-j', 'ACCEPT'],
    ['filter', 'FORWARD', '-o', bridge, ...comment, '-j', 'ACCEPT'],
  ];
}

export async function createNetwork(lab: string, network: LabNetwork): Promise<void> {
  const { bridge, gateway } = network;
  await ipBatch([
    `link add name ${bridge} type bridge`,
    `address add ${gateway}/24 dev ${bridge}`,
    `link set ${bridge} up`,
  ]);
  for (const [table = '', chain = '', ...rule] of rules(lab, network)) {
    // Before the machine's own rules, which may end in a refusal.
    await run('iptables', ['-w', '-t', table, '-I', chain, ...rule]);
  }
  await raiseTo('/proc/sys/net/ipv4/ip_forward', 1);
  // Each systemd takes several; the kernel's default of 128 is used up by a handful of hosts.
  await raiseTo('/proc/sys/fs/inotify/max_user_instances', 4096);
}

/** Gives the network namespace of a process its link to the lab's bridge, named eth0 there. */
export async function connectToBridge(network: LabNetwork, index: number, pid: number): Promise<void> {
  const link = `tsplay-${network.slot}-${index + 1}`;
  await ipBatch([
    `link add name ${link} type veth peer name eth0 netns ${pid}`,
    `link set ${link} master ${network.bridge} up`,
  ]);
}

/** Removes what {@link createNetwork} made; what is gone already is no error. */
export async function removeNetwork(lab: string, network: LabNetwork): Promise<void> {
  for (const [table = '', chain = '', ...rule] of rules(lab, network)) {
    const present = await capture('iptables', ['-w', '-t', table, '-C', chain, ...rule]);
    if (present.code === 0) await run('iptables', ['-w', '-t', table, '-D', chain, ...rule]);
  }
  for (const link of await linksOf(network)) {
    const removed = await capture('ip', ['link', 'delete', 'dev', link]);
    if (removed.code !== 0 && (await linksOf(network)).includes(link)) throw new Error(removed.stderr.trim());
  }
}

/** The hosts' ends of the bridge, which the kernel removes some time after the hosts' end, and the bridge itself. */
async function linksOf({ slot, bridge }: LabNetwork): Promise<string[]> {
  const links = await run('ip', ['-o', 'link', 'show']);
  const names = [...links.matchAll(/^\d+: ([^:@]+)/gm)].map(([, name = '']) => name);
  return names.filter((name) => name === bridge || name.startsWith(`tsplay-${slot}-`));
}

async function ipBatch(commands: readonly string[]): Promise<void> {
  await run('ip', ['-batch', '-'], { input: commands.map((line) => `${line}\n`).join('') });
}

async function raiseTo(setting: string, wanted: number): Promise<void> {
  if (Number(await readFile(setting, 'utf8')) < wanted) await writeFile(setting, `${wanted}\n`);
}
