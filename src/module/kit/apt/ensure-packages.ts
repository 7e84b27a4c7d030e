import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult, type ResultData } from '../../result.ts';
import { type AptOptions, resultOf, runAptGet } from './apt-get.ts';
import { matchesVersion, type PackageRequest } from './package-name.ts';
import {
  type AptState,
  type InstalledPackage,
  type PackagePolicy,
  parsePolicy,
  policyScript,
} from './state.ts';

export interface WantedPackages {
  readonly requests: readonly PackageRequest[];
  readonly state: 'present' | 'latest' | 'absent' | 'build-dep';
  readonly purge: boolean;
  readonly onlyUpgrade: boolean;
  readonly defaultRelease: string | undefined;
  readonly options: AptOptions;
}

/** Installs, upgrades or removes what differs from what is wanted. */
export async function ensurePackages(
  context: ModuleContext,
  { wanted, state }: { readonly wanted: WantedPackages; readonly state: AptState },
): Promise<ModuleResult> {
  if (wanted.state === 'absent') return remove(context, { wanted, state });
  const cache = { cache_updated: state.cache.wasUpdated, cache_update_time: state.cache.updated };
  const requests = wanted.requests.flatMap((request) => expandPattern(request, state));
  if (wanted.state === 'build-dep') {
    const names = requests.map(({ text }) => text);
    return runWith(context, { verb: ['build-dep', '--', ...names], wanted, cache });
  }
  const open =
    wanted.state === 'latest' ? requests : requests.filter((request) => !isSatisfied(request, state));
  if (open.length === 0) return { changed: false, ...cache };
  const policies = await readPolicies(context, { open, wanted });
  const names = open.flatMap((request) => installName(request, { wanted, state, policies }));
  if (names.length === 0) return { changed: false, ...cache };
  return runWith(context, { verb: ['install', '--', ...names], wanted, cache });
}

interface AptCall {
  readonly verb: readonly string[];
  readonly wanted: WantedPackages;
  /** What is told of the lists, also of a failure. */
  readonly cache: Readonly<Record<string, ResultData>>;
}

async function runWith(context: ModuleContext, { verb, wanted, cache }: AptCall): Promise<ModuleResult> {
  try {
    return { ...resultOf(context, await runAptGet(context, { verb, options: wanted.options })), ...cache };
  } catch (error) {
    if (error instanceof ModuleFailure) throw new ModuleFailure(error.message, { ...cache, ...error.data });
    throw error;
  }
}

function expandPattern(request: PackageRequest, state: AptState): readonly PackageRequest[] {
  if (!request.isPattern) return [request];
  const expression = new RegExp(
    `^${request.name
      .replace(/[.+^$(){}|\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  );
  const names = state.matches.filter((name) => expression.test(name));
  if (names.length === 0) throw unavailable(request.text);
  return names.map((name) => ({ ...request, text: name, name, isPattern: false }));
}

function unavailable(name: string): ModuleFailure {
  return new ModuleFailure(`No package matching '${name}' is available`);
}

function installedOf(request: PackageRequest, state: AptState): InstalledPackage | undefined {
  const [name, architecture] = request.name.split(':');
  return state.installed.find(
    (entry) =>
      entry.name === name &&
      entry.status === 'installed' &&
      (architecture === undefined || entry.architecture === architecture || entry.architecture === 'all'),
  );
}

function isSatisfied(request: PackageRequest, state: AptState): boolean {
  const installed = installedOf(request, state);
  if (installed === undefined) return false;
  if (request.version === undefined) return true;
  return request.version.operator === '='
    ? matchesVersion(installed.version, request.version.text)
    : state.satisfied.has(request.text);
}

type Policies = ReadonlyMap<string, PackagePolicy>;

async function readPolicies(
  context: ModuleContext,
  { open, wanted }: { readonly open: readonly PackageRequest[]; readonly wanted: WantedPackages },
): Promise<Policies> {
  const release =
    wanted.defaultRelease === undefined ? [] : ['-o', `APT::Default-Release=${wanted.defaultRelease}`];
  const { stdout, stderr, rc } = await context.target.run(
    policyScript(
      open.map(({ name }) => name),
      release,
    ),
    { signal: context.signal },
  );
  if (rc !== 0) throw new ModuleFailure(stderr.toString(), { rc });
  return parsePolicy(stdout.toString());
}

interface Situation {
  readonly wanted: WantedPackages;
  readonly state: AptState;
  readonly policies: Policies;
}

/** What apt-get is told for one request: nothing when all is as wanted. */
function installName(request: PackageRequest, { wanted, state, policies }: Situation): readonly string[] {
  const bare = request.name.split(':')[0] ?? request.name;
  const policy = policies.get(request.name) ?? policies.get(bare);
  if (policy === undefined) throw unavailable(request.name);
  const installed = installedOf(request, state);
  if (installed === undefined && wanted.onlyUpgrade) return [];
  if (request.version?.operator === '=') {
    const text = request.version.text;
    if (installed !== undefined && matchesVersion(installed.version, text)) return [];
    const preferred =
      policy.candidate === undefined ? policy.versions : [policy.candidate, ...policy.versions];
    const version = preferred.find((known) => matchesVersion(known, text));
    if (version === undefined) {
      throw new ModuleFailure(`no available installation candidate for ${request.text}`, {
        cache_updated: state.cache.wasUpdated,
        cache_update_time: state.cache.updated,
      });
    }
    return [`${request.name}=${version}`];
  }
  if (request.release !== undefined) return [`${request.name}/${request.release}`];
  if (installed !== undefined && (policy.candidate === undefined || policy.candidate === installed.version))
    return [];
  return [request.name];
}

async function remove(
  context: ModuleContext,
  { wanted, state }: { readonly wanted: WantedPackages; readonly state: AptState },
): Promise<ModuleResult> {
  const present = state.installed.filter(({ status }) => status !== 'config-files' || wanted.purge);
  if (present.length === 0) return { changed: false };
  const names = present.map(({ name, architecture }) =>
    architecture === 'all' ? name : `${name}:${architecture}`,
  );
  const verb = [...(wanted.purge ? ['--purge'] : []), 'remove', '--', ...names];
  return resultOf(context, await runAptGet(context, { verb, options: wanted.options }));
}
