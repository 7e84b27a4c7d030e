import { createHash } from 'node:crypto';
import { busyboxScript } from './busybox-script.ts';
import { coreScript, pythonScript } from './debian-scripts.ts';

/** `bookworm`: Debian 12 with Python; `no-python`: the same without; `busybox`: BusyBox and sshd, nothing else. */
export type BaseName = 'bookworm' | 'no-python' | 'busybox';

export const baseNames: readonly BaseName[] = ['bookworm', 'no-python', 'busybox'];

/** A root file system that is made once: a base, or one that bases are made from. */
export type RootName = BaseName | 'debian';

/** How a root is made: by debootstrap from Debian's mirror, or from another root by a script run inside it. */
export type Recipe =
  | { readonly suite: string; readonly packages: readonly string[] }
  | { readonly parent: RootName; readonly script: string };

export const recipes: Readonly<Record<RootName, Recipe>> = {
  debian: {
    suite: 'bookworm',
    packages: [
      'systemd',
      'systemd-sysv',
      'dbus',
      'openssh-server',
      'sudo',
      'iproute2',
      'ca-certificates',
      'procps',
      'cron',
      'curl',
      'unzip',
      'busybox-static',
    ],
  },
  'no-python': { parent: 'debian', script: coreScript },
  bookworm: { parent: 'no-python', script: pythonScript },
  busybox: { parent: 'no-python', script: busyboxScript },
};

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
