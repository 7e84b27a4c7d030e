import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { type AptOptions, resultOf, runAptGet } from './apt-get.ts';
import { ensureDebFile } from './deb-file.ts';
import { ensurePackages, type WantedPackages } from './ensure-packages.ts';
import { type AptQuery, readApt } from './state.ts';

export type Upgrade = 'no' | 'safe' | 'dist';

export interface WantedApt {
  readonly packages: Omit<WantedPackages, 'options'>;
  readonly query: AptQuery;
  readonly upgrade: Upgrade;
  readonly deb: string | undefined;
  readonly allowDowngrade: boolean;
  readonly autoremove: boolean;
  readonly autoclean: boolean;
  readonly clean: boolean;
  readonly options: AptOptions;
}

/** One task of the apt module: the lists, then one of upgrade, package file, packages, tidying. */
export async function ensureApt(context: ModuleContext, wanted: WantedApt): Promise<ModuleResult> {
  const { options, packages } = wanted;
  const state = await readApt(context, wanted.query);
  const cache = { cache_updated: state.cache.wasUpdated, cache_update_time: state.cache.updated };
  if (wanted.clean) await clean(context, options);
  if (wanted.upgrade !== 'no') {
    const verb = wanted.upgrade === 'safe' ? ['upgrade', '--with-new-pkgs'] : ['dist-upgrade'];
    const outcome = await runAptGet(context, { verb, options });
    return { ...resultOf(context, outcome), msg: outcome.stdout };
  }
  if (wanted.deb !== undefined) {
    const { deb: place, allowDowngrade } = wanted;
    return ensureDebFile(context, { place, options, allowDowngrade });
  }
  if (packages.requests.length > 0)
    return ensurePackages(context, { wanted: { ...packages, options }, state });
  const tidying = tidyingVerb(wanted);
  if (tidying === undefined) return { changed: state.cache.wasUpdated, ...cache };
  return resultOf(context, await runAptGet(context, { verb: tidying, options: withoutAutoremove(options) }));
}

/** Ansible's does one thing here, too: a task that asks for the lists stops there, and autoclean comes before autoremove. */
function tidyingVerb(wanted: WantedApt): readonly string[] | undefined {
  const { query, autoclean, autoremove, packages } = wanted;
  if (query.updateOlderThan !== undefined) return undefined;
  if (autoclean) return ['autoclean'];
  return autoremove ? [...(packages.purge ? ['--purge'] : []), 'autoremove'] : undefined;
}

/** apt-get refuses the option `--auto-remove` with the verbs that tidy up. */
function withoutAutoremove(options: AptOptions): AptOptions {
  return { ...options, flags: options.flags.filter((flag) => flag !== '--auto-remove') };
}

async function clean(context: ModuleContext, options: AptOptions): Promise<void> {
  if (context.checkMode) return;
  const { rc, stderr } = await context.target.run(
    `apt-get -o DPkg::Lock::Timeout=${options.lockTimeout} clean </dev/null`,
    { signal: context.signal },
  );
  if (rc !== 0) throw new ModuleFailure(`apt-get clean failed: ${stderr.toString()}`, { rc });
}
