import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';
import { parseKeyValueLines } from './key-value-lines.ts';

/** Ansible's names for what os-release's ID says, and the family each belongs to. */
const distributions: Readonly<Record<string, readonly [name: string, family: string]>> = {
  debian: ['Debian', 'Debian'],
  ubuntu: ['Ubuntu', 'Debian'],
  raspbian: ['Debian', 'Debian'],
  linuxmint: ['Linux Mint', 'Debian'],
  kali: ['Kali', 'Debian'],
  devuan: ['Devuan', 'Debian'],
  pop: ['Pop!_OS', 'Debian'],
  rhel: ['RedHat', 'RedHat'],
  centos: ['CentOS', 'RedHat'],
  fedora: ['Fedora', 'RedHat'],
  rocky: ['Rocky', 'RedHat'],
  almalinux: ['AlmaLinux', 'RedHat'],
  ol: ['OracleLinux', 'RedHat'],
  amzn: ['Amazon', 'RedHat'],
  'opensuse-leap': ['openSUSE Leap', 'Suse'],
  'opensuse-tumbleweed': ['openSUSE Tumbleweed', 'Suse'],
  sles: ['SLES', 'Suse'],
  alpine: ['Alpine', 'Alpine'],
  arch: ['Archlinux', 'Archlinux'],
  manjaro: ['Manjaro', 'Archlinux'],
  gentoo: ['Gentoo', 'Gentoo'],
  void: ['Void', 'Void'],
};

const likeFamilies: readonly (readonly [string, string])[] = [
  ['debian', 'Debian'],
  ['ubuntu', 'Debian'],
  ['rhel', 'RedHat'],
  ['fedora', 'RedHat'],
  ['suse', 'Suse'],
  ['arch', 'Archlinux'],
];

export interface DistributionFiles {
  readonly osRelease?: string | undefined;
  readonly debianVersion?: string | undefined;
  readonly redhatRelease?: string | undefined;
  readonly alpineRelease?: string | undefined;
}

/**
 * Which distribution it is. The version is the most exact that the distribution's own files give: `12.11` out of
 * /etc/debian_version where os-release says `12` (so do ansible-core since 2.17, and older ones where the target has
 * python3-distro; others say `12`).
 */
export function parseDistribution(files: DistributionFiles): Facts {
  const release = parseKeyValueLines(files.osRelease ?? '');
  const id = release.get('ID') ?? '';
  const [name, family] = distributions[id] ?? [
    release.get('NAME')?.split(' ')[0] ?? 'OtherLinux',
    familyLike(release.get('ID_LIKE') ?? ''),
  ];
  const version = exactVersion(id, release.get('VERSION_ID') ?? 'NA', files);
  const [major = 'NA', minor] = version.split('.');
  return {
    distribution: name,
    distribution_version: version,
    distribution_release: codename(release),
    distribution_major_version: major,
    ...(minor === undefined ? {} : { distribution_minor_version: minor }),
    os_family: family === '' ? name : family,
    distribution_file_path: '/etc/os-release',
    distribution_file_variety: name,
    distribution_file_parsed: true,
  };
}

function familyLike(like: string): string {
  const words = like.split(/\s+/);
  return likeFamilies.find(([word]) => words.includes(word))?.[1] ?? '';
}

function exactVersion(id: string, version: string, files: DistributionFiles): string {
  const debian = files.debianVersion?.trim() ?? '';
  if (id === 'debian' && /^\d+(\.\d+)*$/.test(debian)) return debian;
  if (id === 'centos') return /release (\d[\d.]*)/.exec(files.redhatRelease ?? '')?.[1] ?? version;
  if (id === 'alpine') return files.alpineRelease?.trim() ?? version;
  return version;
}

function codename(release: ReadonlyMap<string, string>): string {
  const named = release.get('VERSION_CODENAME');
  if (named !== undefined && named !== '') return named;
  return /\(([^)]*)\)/.exec(release.get('VERSION') ?? '')?.[1] ?? 'NA';
}

export const distribution: FactCollector = {
  name: 'distribution',
  minimal: true,
  subsets: ['distribution_version', 'distribution_release', 'distribution_major_version', 'os_family'],
  requires: [],
  files: [
    '/etc/os-release',
    '/usr/lib/os-release',
    '/etc/debian_version',
    '/etc/redhat-release',
    '/etc/alpine-release',
  ],
  parse: (probe) =>
    parseDistribution({
      osRelease: fileText(probe, '/etc/os-release') ?? fileText(probe, '/usr/lib/os-release'),
      debianVersion: fileText(probe, '/etc/debian_version'),
      redhatRelease: fileText(probe, '/etc/redhat-release'),
      alpineRelease: fileText(probe, '/etc/alpine-release'),
    }),
};
