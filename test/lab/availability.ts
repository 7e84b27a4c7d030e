import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export type Availability = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Program and the Debian package that has it. */
const needed: Readonly<Record<string, string>> = {
  debootstrap: 'debootstrap',
  ip: 'iproute2',
  iptables: 'iptables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  flock: 'util-linux',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
};

/** Whether hosts can be booted on this machine; if not, what is missing. */
export function labAvailable(): Availability {
  if (process.platform !== 'linux')
    return { ok: false, reason: `it needs Linux, this is ${process.platform}` };
  if (process.getuid?.() !== 0) return { ok: false, reason: 'it needs root' };
  const missing = Object.entries(needed).filter(([program]) => !isOnPath(program));
  if (missing.length === 0) return { ok: true };
  const packages = [...new Set(missing.map(([, name]) => name))].join(' ');
  const programs = missing.map(([program]) => program).join(', ');
  return { ok: false, reason: `it needs ${programs} (apt-get install ${packages})` };
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
