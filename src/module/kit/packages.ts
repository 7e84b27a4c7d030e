import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ModuleResult } from '../result.ts';
import { ensureApt } from './apt/ensure-apt.ts';
import { parsePackage } from './apt/package-name.ts';

export interface WantedGenericPackages {
  readonly names: readonly string[];
  readonly state: string;
}

const states: Readonly<Record<string, 'present' | 'latest' | 'absent'>> = {
  present: 'present',
  installed: 'present',
  latest: 'latest',
  absent: 'absent',
  removed: 'absent',
};

/** Brings packages to a state with the target's own package manager; only apt so far. */
export async function ensureGenericPackages(
  context: ModuleContext,
  { wanted, manager }: { readonly wanted: WantedGenericPackages; readonly manager: string },
): Promise<ModuleResult> {
  const state = states[wanted.state];
  if (state === undefined) {
    throw new ModuleFailure(`package: '${wanted.state}' is no state; accepted: present, latest, absent`);
  }
  if (manager !== 'apt') {
    throw new ModuleFailure(
      manager === ''
        ? 'package: no package manager was found on the target'
        : `package: the target has ${manager}, and there is no module '${manager}' yet; only apt is supported`,
    );
  }
  const requests = wanted.names
    .flatMap((name) => name.split(','))
    .filter((name) => name.trim() !== '')
    .map((name) => parsePackage(name.trim()));
  return ensureApt(context, {
    packages: { requests, state, purge: false, onlyUpgrade: false, defaultRelease: undefined },
    query: { requests, updateOlderThan: undefined, updateRetries: 1, updateMaxDelay: 1, lockTimeout: 60 },
    upgrade: 'no',
    deb: undefined,
    autoremove: false,
    autoclean: false,
    clean: false,
    options: {
      dpkgOptions: ['force-confdef', 'force-confold'],
      lockTimeout: 60,
      policyRcD: undefined,
      flags: [],
    },
  });
}
