import type { ArgumentsOf } from '../argument-spec.ts';
import type { ModuleContext } from '../context.ts';
import { ModuleFailure, type ModuleResult } from '../result.ts';
import { type aptArguments, wantedApt } from './apt/arguments.ts';
import { ensureApt } from './apt/ensure-apt.ts';
/** What the module of the target's package manager takes; only apt's so far. */
export type GenericPackages = Omit<ArgumentsOf<typeof aptArguments>, 'state'> & { readonly state: string };

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
  { wanted, manager }: { readonly wanted: GenericPackages; readonly manager: string },
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
  return ensureApt(context, wantedApt({ ...wanted, state }));
}
