import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatherFacts } from '../../../src/facts/gather.ts';
import packageFacts from '../../../src/modules/package_facts.ts';
import serviceFacts from '../../../src/modules/service_facts.ts';
import { toPlain } from '../../facts/plain.ts';
import { describeLab } from '../../lab/describe-lab.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { play } from '../../module/local-context.ts';
import { labContext } from './lab-context.ts';
import { playWithAnsible } from './twin.ts';

/** What moves between two looks, and what speaks of the way in (the login's environment). */
const moving = [
  'date_time',
  'env',
  'loadavg',
  'memfree_mb',
  'memory_mb',
  'swapfree_mb',
  'uptime_seconds',
  'mounts',
];
/** Facts of Python and of programs that tsplay does not run. */
const leftOut = [
  'python',
  'python_version',
  'selinux_python_present',
  'system_capabilities',
  'system_capabilities_enforced',
  'lvm',
];

/**
 * Releases of Debian, with how each says its own: in os-release, and in debian_version. ansible-core 2.14 cannot read
 * ini files with the Python 3.13 of trixie: there, nothing is known of its local facts.
 */
const releases = [
  { base: 'bullseye', version: '11', pointRelease: /^11\.\d+$/, unread: [] },
  { base: 'bookworm', version: '12', pointRelease: /^12\.\d+$/, unread: [] },
  { base: 'trixie', version: '13', pointRelease: /^13\.\d+$/, unread: ['local'] },
] as const;

type Facts = Record<string, Record<string, unknown>>;

describeLab('facts of a host beside those of the real Ansible', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({
      hosts: [...releases.map(({ base }) => ({ name: base, base })), { name: 'bb', base: 'busybox' }],
    });
  });
  afterAll(() => lab?.stop());

  test.each(releases)('of $base have the same values', async ({ base, version, pointRelease, unread }) => {
    const host = lab.host(base);
    await host.exec(`mkdir -p /etc/ansible/facts.d
echo '{"a": [1, true]}' >/etc/ansible/facts.d/json.fact
printf '[general]\\nName=value\\n' >/etc/ansible/facts.d/ini.fact
printf '#!/bin/sh\\necho "{\\\\"made\\\\": \\\\"$((1 + 1))\\\\"}"\\n' >/etc/ansible/facts.d/made.fact; chmod 755 /etc/ansible/facts.d/made.fact
ip address add 10.99.0.1/24 dev eth0 label eth0:1 2>/dev/null; ip link add br0 type bridge 2>/dev/null; ip link add br-lan.2 type bridge 2>/dev/null; ip address add fd99::1/64 dev br-lan.2 2>/dev/null; ip address add 10.98.0.1/24 dev br0; ip address add 10.97.0.1/16 brd + dev br0; ip link add va type veth peer name vb; ip link set va master br0; ip link set va up
ln -sf /usr/share/zoneinfo/Europe/Berlin /etc/localtime`);
    const [result] = await playWithAnsible([{ module: 'setup', args: {} }], {
      host: base,
      inventory: lab.inventory(),
    });
    const theirs = toPlain(result?.['ansible_facts'] as never) as Record<string, unknown>;
    const context = labContext(host);
    const own = toPlain(await gatherFacts(context.target)) as Record<string, unknown>;
    expect(context.roundTrips()).toBe(1);
    const ours = Object.fromEntries(Object.entries(own).map(([name, value]) => [`ansible_${name}`, value]));
    const zone = (facts: Record<string, unknown>) => {
      const { tz, tz_dst, tz_offset, date } = facts['ansible_date_time'] as Record<string, unknown>;
      return { tz, tz_dst, tz_offset, date };
    };
    expect(zone(ours)).toEqual(zone(theirs));
    expect(ours['ansible_local']).toEqual({
      ini: { general: { name: 'value' } },
      json: { a: [1, true] },
      made: { made: '2' },
    });
    for (const name of [...moving, ...leftOut, ...unread]) {
      delete ours[`ansible_${name}`];
      delete theirs[`ansible_${name}`];
    }
    // The twin has no python3-distro: its Ansible knows only what os-release says.
    expect(ours['ansible_distribution_version']).toMatch(pointRelease);
    expect(theirs['ansible_distribution_version']).toBe(version);
    delete ours['ansible_distribution_version'];
    delete theirs['ansible_distribution_version'];
    delete theirs['gather_subset'];
    delete theirs['module_setup'];
    expect(sorted(ours)).toEqual(sorted(theirs));
  });

  // The cases of the two modules show it of bookworm.
  const others = releases.filter(({ base }) => base !== 'bookworm');
  test.each(others)('of the services and packages of $base have the same values', async ({ base }) => {
    const tasks = ['service_facts', 'package_facts'].map((module) => ({ module, args: {} }));
    const theirs = await playWithAnsible(tasks, { host: base, inventory: lab.inventory() });
    const context = labContext(lab.host(base));
    const results = [await play(serviceFacts, {}, context), await play(packageFacts, {}, context)];
    for (const [index, { ansible_facts: facts }] of results.entries()) {
      const [ours, their] = [toPlain(facts as never), theirs[index]?.['ansible_facts']] as readonly Facts[];
      // Its section is that which the package names, not that of the archive's lists.
      for (const found of [ours, their]) delete found?.['packages']?.['lsb-base'];
      expect(ours).toEqual(their);
    }
  });

  test('are gathered with nothing but BusyBox', async () => {
    const facts = await gatherFacts(labContext(lab.host('bb')).target);
    expect(facts).toMatchObject({ hostname: 'bb', user_id: 'root', system: 'Linux', pkg_mgr: 'unknown' });
    expect(facts['default_ipv4']).toMatchObject({ address: lab.host('bb').address, interface: 'eth0' });
  });
});

function sorted(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? [...value].sort() : value,
    ]),
  );
}
