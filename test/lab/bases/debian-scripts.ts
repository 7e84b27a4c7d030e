import { containersScript } from './containers-script.ts';

/** Packages that playbooks under test install: kept in the base's apt cache, so that a host needs no network. */
const prefetched = [
  'acl',
  'at',
  'git',
  'hello',
  'iptables',
  'jq',
  'logrotate',
  'net-tools',
  'nginx',
  'prometheus-alertmanager',
  'prometheus-node-exporter',
  'redis-server',
  'rsync',
  'rsyslog',
  'subversion',
  'tree',
];

/** What modules of Ansible's need of Python on their targets: kept in the apt cache of the base that has Python. */
const prefetchedPython = [
  'python3-cryptography',
  'python3-lxml',
  'python3-openssl',
  'python3-passlib',
  'python3-pip',
  'python3-requests',
  'python3-selinux',
  'python3-semanage',
  'python3-setuptools',
  'python3-venv',
];

/** The same without what they merely recommend: it would double the cache. */
const prefetchedAlone = [
  'apache2',
  'btrfs-progs',
  'bzip2',
  'createrepo-c',
  'dnf',
  'docker.io',
  'dosfstools',
  'firewalld',
  'gpg',
  'gpg-agent',
  'kmod',
  'locales',
  'lvm2',
  'mariadb-server',
  'netbase',
  'pacman-package-manager',
  'prometheus',
  'python3-yaml',
  'rpm',
  'ufw',
  'xfsprogs',
  'xz-utils',
  'zip',
  'zypper',
];

/** What is kept in the apt cache of the bases of other releases. */
const prefetchedElsewhere = ['acl', 'cron', 'hello'];

/** Units that only cost boot time in a host that lives for seconds, or reach for hardware that it has not. */
const masked = [
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'console-getty.service',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'e2scrub_reap.service',
  'fstrim.timer',
  'getty.target',
  'systemd-timesyncd.service',
];

/** Lines of chpasswd, quoted for the shell. */
export const passwords = ['root:root-pw', 'operator:operator-pw', 'appuser:appuser-pw']
  .map((line) => `'${line}'`)
  .join(' ');

/**
 * Users as test/lab/README.md lists them. Their numbers are fixed: the lab writes their authorized_keys from
 * outside. (Debian has a group `operator` of its own.)
 */
const users = `
useradd --uid 1000 --create-home --shell /bin/bash admin
useradd --uid 1001 --gid operator --create-home --shell /bin/bash operator
useradd --uid 1002 --create-home --shell /bin/sh appuser
printf '%s\\n' ${passwords} | chpasswd
printf '%s\\n' 'admin ALL=(ALL:ALL) NOPASSWD: ALL' 'operator ALL=(ALL:ALL) ALL' > /etc/sudoers.d/lab
chmod 0440 /etc/sudoers.d/lab
`;

const sshd = `
cat > /etc/ssh/sshd_config.d/lab.conf <<'CONFIG'
Include /etc/ssh/host.conf
HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication yes
PermitRootLogin prohibit-password
UseDNS no
MaxStartups 200:30:400
PrintMotd no
CONFIG
rm -f /etc/ssh/ssh_host_*
`;

/** The releases of Debian that bases are made of. */
export type DebianSuite = 'bullseye' | 'bookworm' | 'trixie';

/** The mirror in one line per suite, as installers wrote it until Debian 12. */
function sourcesList(suite: DebianSuite): string {
  return `
for suite in ${suite} ${suite}-updates; do echo "deb http://deb.debian.org/debian $suite main"; done > /etc/apt/sources.list
echo 'deb http://deb.debian.org/debian-security ${suite}-security main' >> /etc/apt/sources.list
`;
}

/** The same in deb822 format and without a sources.list, as since Debian 13. */
const deb822Sources = `
rm /etc/apt/sources.list
cat > /etc/apt/sources.list.d/debian.sources <<'SOURCES'
Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: trixie-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
`;

const update = `echo 'Acquire::Languages "none";' > /etc/apt/apt.conf.d/90lab
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
`;

const download = 'apt-get -q -y --download-only';

/** Makes a host out of a fresh debootstrap of Debian; `apt` writes where packages come from and fetches some. */
function hostScript(apt: string): string {
  return `
set -eux
echo 'LANG=C.UTF-8' > /etc/default/locale
ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime
systemctl mask ${masked.join(' ')}
systemctl set-default multi-user.target
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\\nStorage=volatile\\n' > /etc/systemd/journald.conf.d/lab.conf
${users}
${sshd}
${apt}
: > /etc/machine-id
`;
}

/** A host of Debian 12 with all that the tests of modules install in its apt cache. */
export const coreScript =
  hostScript(`${sourcesList('bookworm')}${update}${download} install ${prefetched.join(' ')}
${download} --no-install-recommends install ${prefetchedAlone.join(' ')}

${containersScript}`);

/**
 * Real Ansible needs Python on its targets; its apt module needs python3-apt.
 */
export const pythonScript = `
set -eux
export DEBIAN_FRONTEND=noninteractive
apt-get -q -y --no-install-recommends install python3 python3-apt
apt-get -q -y --no-install-recommends --download-only install ${prefetchedPython.join(' ')}
`;

/** A host of another release, with Python: few packages are fetched, so that it is made in well under a minute. */
export function otherReleaseScript(suite: Exclude<DebianSuite, 'bookworm'>): string {
  const sources = suite === 'trixie' ? deb822Sources : sourcesList(suite);
  return `${hostScript(`${sources}${update}${download} --no-install-recommends install ${prefetchedElsewhere.join(' ')}`)}
apt-get -q -y --no-install-recommends install python3 python3-apt
`;
}
