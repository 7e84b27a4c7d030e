import { createHash } from 'node:crypto';
import { busyboxScript } from './busybox-script.ts';
import { coreScript, type DebianSuite, otherReleaseScript, pythonScript } from './debian-scripts.ts';

/**
 * `bookworm`: Debian 12 with Python; `no-python`: the same without; `busybox`: BusyBox and sshd, nothing else;
 * `bullseye` and `trixie`: Debian 11 and 13 with Python.
 */
export type BaseName = 'bookworm' | 'no-python' | 'busybox' | 'bullseye' | 'trixie';

/** What most tests play on. The others are made when the first host of theirs is asked for. */
export const usualBases: readonly BaseName[] = ['bookworm', 'no-python', 'busybox'];

export const baseNames: readonly BaseName[] = [...usualBases, 'bullseye', 'trixie'];

/** A root file system that is made once: a base, or one that bases are made from. */
export type RootName = BaseName | 'debian' | 'debian-bullseye' | 'debian-trixie';

/** How a root is made: by debootstrap from Debian's mirror, or from another root by a script run inside it. */
export type Recipe =
  | { readonly suite: DebianSuite; readonly packages: readonly string[] }
  | { readonly parent: RootName; readonly script: string };

/** What a host of any release is made of. */
const everyHost = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'openssh-server',
  'sudo',
  'iproute2',
  'ca-certificates',
  'procps',
];
/** A host of another release has its sources of packages, its users and Python besides. */
const corePackages = [...everyHost, 'curl'];

export const recipes: Readonly<Record<RootName, Recipe>> = {
  debian: {
    suite: 'bookworm',
    packages: [...everyHost, 'cron', 'curl', 'unzip', 'busybox-static'],
  },
  'no-python': { parent: 'debian', script: coreScript },
  bookworm: { parent: 'no-python', script: pythonScript },
  busybox: { parent: 'no-python', script: busyboxScript },
  'debian-bullseye': { suite: 'bullseye', packages: corePackages },
  bullseye: { parent: 'debian-bullseye', script: otherReleaseScript('bullseye') },
  'debian-trixie': { suite: 'trixie', packages: corePackages },
  trixie: { parent: 'debian-trixie', script: otherReleaseScript('trixie') },
};

/** Whether the real Ansible can play on a host. */
export function hasPython(base: BaseName): boolean {
  return base !== 'no-python' && base !== 'busybox';
}

/** What pid 1 of a host is. */
export function initOf(base: BaseName): readonly string[] {
  return base === 'busybox' ? ['/sbin/init'] : ['/lib/systemd/systemd'];
}

/** A version of everything that went into a root: a changed recipe, or a changed parent, makes a new one. */
export function rootVersion(name: RootName): string {
  const recipe = recipes[name];
  const parent = 'parent' in recipe ? rootVersion(recipe.parent) : process.arch;
  const digest = createHash('sha256')
    .update(JSON.stringify([parent, recipe]))
    .digest('hex');
  return `${name}-${digest.slice(0, 12)}`;
}
