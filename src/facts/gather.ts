import { randomBytes } from 'node:crypto';
import type { Target } from '../module/context.ts';
import { quote } from '../module/kit/quote.ts';
import { ModuleFailure, type ResultData } from '../module/result.ts';
import { factCollectors } from './collectors.ts';
import { passesFilter } from './filter.ts';
import { localFactsScript } from './local-facts.ts';
import { parseProbe, probeScript } from './probe.ts';
import { selectCollectors, subsetNames } from './subsets.ts';

export interface GatherOptions {
  /** As `gather_subset`: default all. */
  readonly subset?: readonly string[] | undefined;
  /** Shell patterns on fact names; all facts when empty. */
  readonly filter?: readonly string[] | undefined;
  /** Where `*.fact` files are: default /etc/ansible/facts.d. */
  readonly factPath?: string | undefined;
  /** Seconds that one slow part (an executable fact) may take: default 10. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Programs for facts that need a Ruby on the target; Ansible goes without them where they are not installed. */
const foreignSubsets = new Set(['facter', 'ohai']);

/**
 * Gathers facts in one round trip. Names come without the `ansible_` prefix. Throws ModuleFailure for a subset that
 * does not exist and when the probe's output is not complete.
 */
export async function gatherFacts(
  target: Target,
  options: GatherOptions = {},
): Promise<Record<string, ResultData>> {
  const localScript = localFactsScript(
    quote(options.factPath ?? '/etc/ansible/facts.d'),
    options.timeout ?? 10,
  );
  const all = factCollectors(localScript);
  const subset = options.subset ?? ['all'];
  const asked = subset.map((name) => name.trim()).filter((name) => name !== '');
  const { collectors, unknown } = selectCollectors(
    asked.filter((name) => !isForeign(name)),
    all,
  );
  if (unknown.length > 0) {
    throw new ModuleFailure(
      `Bad subset '${unknown[0] ?? ''}' given to gather_subset. Accepted: ${subsetNames(all).join(', ')}, each also with a '!' before it`,
    );
  }
  const facts: Record<string, ResultData> = {};
  if (collectors.length > 0) {
    const marker = `tsplay-facts-${randomBytes(12).toString('hex')}`;
    const { stdout, stderr } = await target.run(probeScript(collectors, marker), { signal: options.signal });
    const probe = parseProbe(stdout.toString(), marker);
    if (probe === undefined) {
      throw new ModuleFailure('the facts of the target could not be read', { stderr: stderr.toString() });
    }
    for (const collector of collectors) Object.assign(facts, collector.parse(probe));
  }
  const filter = options.filter ?? [];
  return Object.fromEntries(Object.entries(facts).filter(([name]) => passesFilter(name, filter)));
}

function isForeign(name: string): boolean {
  return foreignSubsets.has(name.replace(/^!/, ''));
}
