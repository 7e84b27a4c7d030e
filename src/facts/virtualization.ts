import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';

export interface VirtualizationHints {
  /** Names that the probe's tests printed: dockerenv, containerenv, kvm, xen, vz, bc, vbox. */
  readonly marks: ReadonlySet<string>;
  /** `container` in the environment of the first process, or /run/systemd/container. */
  readonly container: string | undefined;
  readonly cgroup: string;
  readonly cpuinfo: string;
  readonly firmware: Readonly<Record<'product' | 'vendor' | 'bios' | 'family', string>>;
}

type Guest = readonly [type: string, techs: readonly string[]];

/** Which kind of virtual machine or container it is, and whether it hosts others. */
export function parseVirtualization(hints: VirtualizationHints): Facts {
  const container = containerOf(hints);
  const machine = machineOf(hints);
  const guest = container ?? machine;
  const host = hints.marks.has('kvm') ? ['kvm'] : [];
  const type = guest?.[0] ?? host[0] ?? 'NA';
  return {
    virtualization_type: type,
    virtualization_role: guest === undefined ? (host.length === 0 ? 'NA' : 'host') : 'guest',
    virtualization_tech_guest: [...new Set([...(container?.[1] ?? []), ...(machine?.[1] ?? [])])],
    virtualization_tech_host: host,
  };
}

function containerOf({ marks, container, cgroup }: VirtualizationHints): Guest | undefined {
  if (marks.has('dockerenv') || /\/docker[/-]/.test(cgroup)) return ['docker', ['docker', 'container']];
  if (/\/lxc\//.test(cgroup) || container === 'lxc') return ['lxc', ['lxc', 'container']];
  if (marks.has('containerenv') || container === 'podman') return ['podman', ['podman', 'container']];
  if (container === 'systemd-nspawn') return ['systemd-nspawn', ['systemd-nspawn', 'container']];
  if (container === 'docker') return ['container', ['docker', 'container']];
  if (container !== undefined && container !== '') return ['container', ['container']];
  if (marks.has('vz') && !marks.has('bc')) return ['openvz', ['openvz', 'container']];
  return undefined;
}

const byProduct: readonly (readonly [RegExp, string])[] = [
  [/^(KVM|KVM Server|Bochs|AHV)$/, 'kvm'],
  [/^RHEV Hypervisor$/, 'RHEV'],
  [/^oVirt Node$/, 'oVirt'],
  [/^VMware/, 'VMware'],
  [/^OpenStack/, 'openstack'],
  [/^VirtualBox$/, 'virtualbox'],
  [/^HVM domU$/, 'xen'],
  [/^Parallels Virtual Platform$/, 'parallels'],
  [/^Virtual Machine$/, 'VirtualPC'],
];

const byVendor: readonly (readonly [RegExp, string])[] = [
  [/^Amazon EC2$/, 'kvm'],
  [/^DigitalOcean$/, 'kvm'],
  [/^Hetzner$/, 'kvm'],
  [/^Google$/, 'kvm'],
  [/^QEMU$/, 'kvm'],
  [/^Red Hat$/, 'kvm'],
  [/^oVirt$/, 'kvm'],
  [/^KubeVirt$/, 'KubeVirt'],
  [/^Parallels/, 'parallels'],
  [/^OpenStack Foundation$/, 'openstack'],
];

function machineOf({ marks, firmware, cpuinfo }: VirtualizationHints): Guest | undefined {
  const match =
    byProduct.find(([pattern]) => pattern.test(firmware.product)) ??
    byVendor.find(([pattern]) => pattern.test(firmware.vendor)) ??
    (/^RHV$/.test(firmware.family) ? ([/./, 'kvm'] as const) : undefined);
  if (match !== undefined) return [match[1], [match[1]]];
  if (firmware.bios === 'Xen' || marks.has('xen')) return ['xen', ['xen']];
  if (/^(?:model name|Processor|vendor_id)\s*:.*QEMU/m.test(cpuinfo)) return ['kvm', ['kvm']];
  return undefined;
}

const script = `[ ! -e /.dockerenv ] && [ ! -e /.dockerinit ] || echo dockerenv
[ ! -e /run/.containerenv ] || echo containerenv
[ ! -e /dev/kvm ] || echo kvm
[ ! -e /proc/xen ] || echo xen
[ ! -d /proc/vz ] || echo vz
[ ! -d /proc/bc ] || echo bc`;

export const virtualization: FactCollector = {
  name: 'virtual',
  minimal: false,
  subsets: [
    'virtualization_role',
    'virtualization_type',
    'virtualization_tech_guest',
    'virtualization_tech_host',
  ],
  requires: [],
  files: [
    '/proc/1/cgroup',
    '/proc/1/environ',
    '/proc/cpuinfo',
    '/run/systemd/container',
    ...['product_name', 'sys_vendor', 'bios_vendor', 'product_family'].map(
      (file) => `/sys/class/dmi/id/${file}`,
    ),
  ],
  script,
  parse: (probe) => {
    const environ = fileText(probe, '/proc/1/environ')?.split('\0') ?? [];
    const container = environ.find((entry) => entry.startsWith('container='))?.slice('container='.length);
    const firmware = (file: string): string => fileText(probe, `/sys/class/dmi/id/${file}`)?.trim() ?? '';
    return parseVirtualization({
      marks: new Set((probe.output.get('virtual') ?? '').split('\n')),
      container: container ?? fileText(probe, '/run/systemd/container'),
      cgroup: fileText(probe, '/proc/1/cgroup') ?? '',
      cpuinfo: fileText(probe, '/proc/cpuinfo') ?? '',
      firmware: {
        product: firmware('product_name'),
        vendor: firmware('sys_vendor'),
        bios: firmware('bios_vendor'),
        family: firmware('product_family'),
      },
    });
  },
};
