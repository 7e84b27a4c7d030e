import type { ModuleContext } from '../../context.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { nevraOf } from '../rpm/installed-packages.ts';
import type { WantedDnf } from './arguments.ts';
import type { Dialect } from './dialect.ts';
import { listPackages } from './list-packages.ts';
import { parsePackageRequests } from './package-request.ts';
import { runDnf } from './run-dnf.ts';
import { type RequestState, readSituation } from './situation.ts';

type State = 'present' | 'latest' | 'absent';

/** One transaction to run. */
interface Step {
  readonly verb: readonly string[];
  readonly specs: readonly string[];
}

interface Plan {
  readonly steps: readonly Step[];
  /** What Ansible says of requests beside what changes. */
  readonly notes: readonly string[];
}

/** One task of dnf or yum: lists, or reads what rpm knows and runs the transactions that are left to run. */
export async function ensureDnf(
  context: ModuleContext,
  { dialect, wanted }: { readonly dialect: Dialect; readonly wanted: WantedDnf },
): Promise<ModuleResult> {
  const state = stateOf(wanted);
  const requests = parsePackageRequests(wanted.name ?? []);
  if (state === 'absent' && requests.some(({ kind }) => kind === 'file'))
    throw new ModuleFailure('Cannot remove paths -- please specify package name.', { results: [] });
  if (wanted.list !== undefined) return listPackages(context, { dialect, wanted, what: wanted.list });
  const states = await readSituation(context, { requests, wanted, dialect });
  const { steps, notes } = planOf(states, { state, wanted });
  const changes = await runSteps(context, { steps, dialect, wanted });
  const changed = changes.length > 0;
  return {
    changed,
    results: [...notes, ...changes],
    rc: 0,
    msg: changed ? predicted(context) : requests.length + steps.length > 0 ? 'Nothing to do' : idle(wanted),
  };
}

function predicted({ checkMode }: ModuleContext): string {
  return checkMode ? 'Check mode: No changes made, but would have if not in check mode' : '';
}

function idle({ update_cache }: WantedDnf): string {
  return update_cache ? 'Cache updated' : 'Nothing to do';
}

function stateOf({ state, autoremove }: WantedDnf): State {
  switch (state) {
    case undefined:
      return autoremove ? 'absent' : 'present';
    case 'absent':
    case 'removed':
      return 'absent';
    case 'latest':
    case 'present':
    case 'installed':
      if (autoremove)
        throw new ModuleFailure('Autoremove should be used alone or with state=absent', { results: [] });
      return state === 'latest' ? 'latest' : 'present';
  }
}

async function runSteps(
  context: ModuleContext,
  {
    steps,
    dialect,
    wanted,
  }: { readonly steps: readonly Step[]; readonly dialect: Dialect; readonly wanted: WantedDnf },
): Promise<readonly string[]> {
  const installed: string[] = [];
  const removed: string[] = [];
  const word = wanted.download_only ? 'Downloaded' : 'Installed';
  const told = (): readonly string[] => [
    ...new Set([
      ...installed.map((nevra) => `${word}: ${nevra}`),
      ...(wanted.download_only ? [] : removed.map((nevra) => `Removed: ${nevra}`)),
    ]),
  ];
  for (const step of steps) {
    try {
      const transaction = await runDnf(context, { dialect, wanted, ...step });
      installed.push(...transaction.installed);
      removed.push(...transaction.removed);
    } catch (error) {
      if (!(error instanceof ModuleFailure) || installed.length + removed.length === 0) throw error;
      throw new ModuleFailure(error.message, { ...error.data, changed: true, results: told() });
    }
  }
  return told();
}

function planOf(
  states: readonly RequestState[],
  { state, wanted }: { readonly state: State; readonly wanted: WantedDnf },
): Plan {
  switch (state) {
    case 'present':
      return installPlan(states, wanted);
    case 'latest':
      return latestPlan(states, wanted);
    case 'absent':
      return removePlan(states, wanted);
  }
}

function isSatisfied({ request, matches, isOlder }: RequestState, wanted: WantedDnf): boolean {
  if (request.kind === 'pattern') return false;
  return matches.length > 0 || (isOlder && !wanted.allow_downgrade);
}

function notesOf(states: readonly RequestState[]): readonly string[] {
  return states.flatMap(({ request }) => {
    if (request.kind === 'file') return [`Installed ${request.text}`];
    return request.kind === 'group' ? [`Group ${request.name} installed.`] : [];
  });
}

function step(verb: readonly string[], specs: readonly string[]): readonly Step[] {
  return specs.length === 0 ? [] : [{ verb, specs }];
}

function textsOf(states: readonly RequestState[]): readonly string[] {
  return states.map(({ request }) => request.text);
}

function installPlan(states: readonly RequestState[], wanted: WantedDnf): Plan {
  const open = states.filter((one) => !isSatisfied(one, wanted));
  return { steps: step(['install'], textsOf(open)), notes: notesOf(states) };
}

/** What is not there is installed, what is there is upgraded; of patterns, paths and groups dnf alone knows. */
function latestPlan(states: readonly RequestState[], wanted: WantedDnf): Plan {
  const advisories = [...(wanted.security ? ['--security'] : []), ...(wanted.bugfix ? ['--bugfix'] : [])];
  if (states.some(({ request }) => request.kind === 'everything'))
    return { steps: [{ verb: ['upgrade', ...advisories], specs: [] }], notes: [] };
  const isKnown = ({ request }: RequestState): boolean =>
    request.kind === 'package' || request.kind === 'comparison' || request.kind === 'provided-path';
  const missing = states.filter((one) =>
    isKnown(one) ? one.matches.length === 0 : !isSatisfied(one, wanted),
  );
  const skipped = wanted.update_only ? missing.filter(isKnown) : [];
  const installed = wanted.update_only ? missing.filter(({ request }) => request.kind === 'file') : missing;
  const upgraded = states.filter(
    (one) => one.request.kind !== 'file' && (!isKnown(one) || one.matches.length > 0),
  );
  return {
    steps: [
      ...step(['install', ...advisories], textsOf(installed)),
      ...step(['upgrade', ...advisories], textsOf(upgraded)),
    ],
    notes: [
      ...notesOf(states),
      ...skipped.map(
        ({ request }) => `Packages providing ${request.text} not installed due to update_only specified`,
      ),
    ],
  };
}

/** Packages go by the full names that rpm gives them, so that nothing goes that merely provides what was named. */
function removePlan(states: readonly RequestState[], wanted: WantedDnf): Plan {
  if (states.length === 0)
    return { steps: wanted.autoremove ? [{ verb: ['autoremove'], specs: [] }] : [], notes: [] };
  const specs = states.flatMap(({ request, matches }) =>
    request.kind === 'group' || request.kind === 'everything' ? [request.text] : matches.map(nevraOf),
  );
  return { steps: step(['remove'], specs), notes: [] };
}
