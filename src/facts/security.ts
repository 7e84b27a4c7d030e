import type { FactCollector, Facts } from './collector.ts';
import { fileText } from './collector.ts';
import { parseKeyValueLines } from './key-value-lines.ts';

export interface SelinuxText {
  /** /sys/fs/selinux/enforce: present only while SELinux is on. */
  readonly enforce: string | undefined;
  readonly policyVersion: string | undefined;
  /** /etc/selinux/config */
  readonly config: string | undefined;
}

export function parseSelinux({ enforce, policyVersion, config }: SelinuxText): Facts {
  if (enforce === undefined) return { selinux: { status: 'disabled' } };
  const configured = parseKeyValueLines(config ?? '');
  return {
    selinux: {
      status: 'enabled',
      mode: enforce.trim() === '1' ? 'enforcing' : 'permissive',
      config_mode: configured.get('SELINUX') ?? 'unknown',
      type: configured.get('SELINUXTYPE') ?? 'unknown',
      policyvers: policyVersion === undefined ? 'unknown' : Number(policyVersion),
    },
  };
}

export const selinux: FactCollector = {
  name: 'selinux',
  minimal: true,
  subsets: [],
  requires: [],
  files: ['/sys/fs/selinux/enforce', '/sys/fs/selinux/policyvers', '/etc/selinux/config'],
  parse: (probe) =>
    parseSelinux({
      enforce: fileText(probe, '/sys/fs/selinux/enforce'),
      policyVersion: fileText(probe, '/sys/fs/selinux/policyvers'),
      config: fileText(probe, '/etc/selinux/config'),
    }),
};

export const apparmor: FactCollector = {
  name: 'apparmor',
  minimal: true,
  subsets: [],
  requires: [],
  files: [],
  script: '[ ! -d /sys/kernel/security/apparmor ] || echo on',
  parse: (probe) => ({
    apparmor: { status: probe.output.get('apparmor') === 'on\n' ? 'enabled' : 'disabled' },
  }),
};

export const fips: FactCollector = {
  name: 'fips',
  minimal: true,
  subsets: [],
  requires: [],
  files: ['/proc/sys/crypto/fips_enabled'],
  parse: (probe) => ({ fips: fileText(probe, '/proc/sys/crypto/fips_enabled') === '1' }),
};
