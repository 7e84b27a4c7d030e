import { describe, expect, it } from 'vitest';
import { netmaskOf, networkOf, parseAddresses } from '../../src/facts/addresses.ts';
import { parseDateTime } from '../../src/facts/date-time.ts';
import { formatSize } from '../../src/facts/devices.ts';
import { parseDistribution } from '../../src/facts/distribution.ts';
import { passesFilter } from '../../src/facts/filter.ts';
import { parseKernelCommandLine } from '../../src/facts/kernel-command-line.ts';
import { parseLocalFacts } from '../../src/facts/local-facts.ts';
import { parseMounts } from '../../src/facts/mounts.ts';
import { fqdnOf, hostsEntry } from '../../src/facts/platform.ts';
import { parseProbe } from '../../src/facts/probe.ts';
import { parseProcessor } from '../../src/facts/processor.ts';
import { parseResolver } from '../../src/facts/resolver.ts';
import { parseServiceManager } from '../../src/facts/service-manager.ts';
import { parseVirtualization } from '../../src/facts/virtualization.ts';
import { toPlain } from './plain.ts';

describe('distribution', () => {
  it.each([
    [
      { osRelease: 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm', debianVersion: '12.11' },
      ['Debian', '12.11', 'bookworm', '12', 'Debian'],
    ],
    [
      { osRelease: 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie', debianVersion: 'trixie/sid' },
      ['Debian', '13', 'trixie', '13', 'Debian'],
    ],
    [
      {
        osRelease: 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\nVERSION_CODENAME=jammy',
        debianVersion: 'bookworm/sid',
      },
      ['Ubuntu', '22.04', 'jammy', '22', 'Debian'],
    ],
    [
      { osRelease: 'ID="rocky"\nVERSION="9.3 (Blue Onyx)"\nVERSION_ID="9.3"' },
      ['Rocky', '9.3', 'Blue Onyx', '9', 'RedHat'],
    ],
    [
      {
        osRelease: 'ID="centos"\nVERSION="7 (Core)"\nVERSION_ID="7"',
        redhatRelease: 'CentOS Linux release 7.9.2009 (Core)',
      },
      ['CentOS', '7.9.2009', 'Core', '7', 'RedHat'],
    ],
    [
      { osRelease: 'ID=alpine\nVERSION_ID=3.19.1', alpineRelease: '3.19.1' },
      ['Alpine', '3.19.1', 'NA', '3', 'Alpine'],
    ],
    [
      { osRelease: "NAME='Some OS'\nID=some\nID_LIKE='x rhel'\nVERSION_ID=1" },
      ['Some', '1', 'NA', '1', 'RedHat'],
    ],
    [{}, ['OtherLinux', 'NA', 'NA', 'NA', 'OtherLinux']],
  ])('%j', (files, [name, version, release, major, family]) => {
    expect(parseDistribution(files)).toMatchObject({
      distribution: name,
      distribution_version: version,
      distribution_release: release,
      distribution_major_version: major,
      os_family: family,
    });
  });
});

it('counts sockets, cores and threads', () => {
  const cpu = (index: number, socket: number) =>
    `processor\t: ${index}\nvendor_id\t: X\nmodel name\t: Y: Z\nphysical id\t: ${socket}\nsiblings\t: 4\ncpu cores\t: 2\n`;
  const text = [0, 1, 2, 3]
    .map((n) => cpu(n, 0))
    .concat([4, 5, 6, 7].map((n) => cpu(n, 1)))
    .join('\n');
  expect(parseProcessor(text, '0-2,6')).toMatchObject({
    processor_count: 2,
    processor_cores: 2,
    processor_threads_per_core: 2,
    processor_vcpus: 8,
    processor_nproc: 4,
    processor: expect.arrayContaining(['0', 'X', 'Y: Z']),
  });
  expect(parseProcessor('processor : 0\n\nprocessor : 1\n', undefined)).toMatchObject({
    processor_count: 2,
    processor_vcpus: 2,
    processor_nproc: 2,
  });
});

it('reads mounts with escapes, servers among them, and leaves out what has no device', () => {
  const mounts = 'proc /proc proc rw 0 0\n/dev/sda1 /a\\040b ext4 rw 0 0\nsrv:/x /n nfs ro 0 0\n';
  const { mounts: list } = parseMounts(mounts, '4096 100 40 50 30 /a b\n', new Map([['/dev/sda1', 'uu-id']]));
  expect(list).toEqual([
    expect.objectContaining({
      mount: '/a b',
      uuid: 'uu-id',
      size_total: 409_600,
      size_available: 163_840,
      block_used: 60,
      inode_used: 20,
    }),
    { mount: '/n', device: 'srv:/x', fstype: 'nfs', options: 'ro', uuid: 'N/A' },
  ]);
});

it('reads addresses, aliases and peers', () => {
  const text = `1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever
2: eth0@if3    inet 10.0.0.5/22 brd 10.0.3.255 scope global eth0\\       valid_lft
2: eth0    inet 10.0.0.9/24 scope global secondary eth0:1\\       valid_lft
4: tun0    inet 10.8.0.1 peer 10.8.0.2/32 scope global tun0\\
2: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever`;
  expect(
    parseAddresses(text).map((a) => [a.device, a.label, a.address, a.prefix, a.broadcast, a.scope]),
  ).toEqual([
    ['lo', 'lo', '127.0.0.1', 8, '', 'host'],
    ['eth0', 'eth0', '10.0.0.5', 22, '10.0.3.255', 'global'],
    ['eth0', 'eth0:1', '10.0.0.9', 24, '', 'global'],
    ['tun0', 'tun0', '10.8.0.1', 32, '', 'global'],
    ['eth0', 'eth0', 'fe80::1', 64, '', 'link'],
  ]);
  expect([0, 8, 22, 32].map(netmaskOf)).toEqual(['0.0.0.0', '255.0.0.0', '255.255.252.0', '255.255.255.255']);
  expect(networkOf('192.168.7.200', 22)).toBe('192.168.4.0');
});

it('tells the time as it is there', () => {
  const now = '2026|07|01|00|30|05|Wednesday|3|26|1782858605|123456789|CEST|+0200';
  expect(parseDateTime(now, 'CET+0100 CEST+0200\n')['date_time']).toMatchObject({
    iso8601: '2026-06-30T22:30:05Z',
    iso8601_micro: '2026-06-30T22:30:05.123456Z',
    iso8601_basic: '20260701T003005123456',
    tz: 'CEST',
    tz_dst: 'CEST',
  });
  const south = parseDateTime(now, 'NZDT+1300 NZST+1200\n')['date_time'];
  expect(south).toMatchObject({ tz_dst: 'NZDT' });
});

it('finds the qualified name as getfqdn does', () => {
  expect(fqdnOf('web', '10.0.0.1 web web.example.org')).toBe('web.example.org');
  expect(fqdnOf('web', '127.0.0.1 localhost web')).toBe('localhost');
  expect(fqdnOf('web', '')).toBe('web');
  expect(hostsEntry('127.0.0.1 localhost # x\n10.0.0.1 web.example.org web', 'web')).toBe(
    '10.0.0.1 web.example.org web',
  );
});

it('reads options of the kernel and of the resolver', () => {
  expect(parseKernelCommandLine('a=1 a=2 quiet b="x y"')).toEqual({
    cmdline: { a: '2', quiet: true, b: 'x y' },
    proc_cmdline: { a: ['1', '2'], quiet: true, b: 'x y' },
  });
  expect(parseResolver('nameserver 1.1.1.1\nnameserver ::1\nsearch a b\noptions ndots:2 rotate\n')).toEqual({
    dns: { nameservers: ['1.1.1.1', '::1'], search: ['a', 'b'], options: { ndots: '2', rotate: true } },
  });
});

it('reads local facts as JSON or INI and says what is neither', () => {
  const facts = [
    { name: 'j', text: '{"a": [1]}', rc: 0 },
    { name: 'i', text: '[s]\nKey = v\nlong: a\n  b\n', rc: 0 },
    { name: 'x', text: 'neither\n', rc: 0 },
    { name: 'f', text: '', rc: 3 },
  ];
  expect(toPlain(parseLocalFacts(facts))).toEqual({
    local: {
      j: { a: [1] },
      i: { s: { key: 'v', long: 'a\nb' } },
      x: expect.stringContaining('JSON or ini'),
      f: expect.stringContaining('rc: 3'),
    },
  });
});

it.each([
  ['systemd', [], 'systemd'],
  ['init', ['systemd'], 'systemd'],
  ['init', ['openrc', 'init.d'], 'openrc'],
  ['runit-init', [], 'runit'],
  ['bash', ['init.d'], 'sysvinit'],
  ['supervisor', ['systemd'], 'supervisor'],
])('names the service manager of %s %j', (firstProcess, marks, manager) => {
  expect(parseServiceManager({ firstProcess, marks: new Set(marks) })).toBe(manager);
});

it.each([
  [{ product: 'KVM' }, [], undefined, 'kvm', 'guest'],
  [{ vendor: 'QEMU' }, [], undefined, 'kvm', 'guest'],
  [{ product: 'VMware Virtual Platform' }, ['kvm'], undefined, 'VMware', 'guest'],
  [{}, ['kvm'], undefined, 'kvm', 'host'],
  [{}, [], 'lxc', 'lxc', 'guest'],
  [{ product: 'KVM' }, ['dockerenv'], undefined, 'docker', 'guest'],
  [{}, [], undefined, 'NA', 'NA'],
])('tells virtualization from %j %j %j', (names, marks, container, type, role) => {
  const firmware = { product: '', vendor: '', bios: '', family: '', ...names };
  const hints = { marks: new Set(marks), container, cgroup: '', cpuinfo: '', firmware };
  expect(parseVirtualization(hints)).toMatchObject({ virtualization_type: type, virtualization_role: role });
});

it.each([
  ['distribution', ['dist*'], true],
  ['distribution', ['ansible_distribution'], true],
  ['eth0', ['ansible_eth[01]'], true],
  ['eth2', ['ansible_eth[!01]'], true],
  ['a.b', ['a?c'], false],
  ['anything', [], true],
])('filters %s by %j: %s', (name, filters, passes) => {
  expect(passesFilter(name, filters)).toBe(passes);
});

it('prints sizes as the device facts do', () => {
  expect([0, 1024, 256 * 1024 ** 3, 5e12].map(formatSize)).toEqual([
    '0.00 Bytes',
    '1.00 KB',
    '256.00 GB',
    '4.55 TB',
  ]);
});

it('takes a probe apart, and refuses one that was cut off', () => {
  const output = '/a:1\n/a:2:3\n/b/c:x\n\nM one\nout\n/d:no file\n\nM two\n\nM\n';
  const probe = parseProbe(output, 'M');
  expect(probe?.files).toEqual(
    new Map([
      ['/a', '1\n2:3'],
      ['/b/c', 'x'],
    ]),
  );
  expect(probe?.output).toEqual(
    new Map([
      ['one', 'out\n/d:no file\n'],
      ['two', ''],
    ]),
  );
  expect(parseProbe('/a:1\n\nM one\nout', 'M')).toBeUndefined();
});
