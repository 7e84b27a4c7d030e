import type { FactCollector } from './collector.ts';

export interface SubsetSelection {
  readonly collectors: readonly FactCollector[];
  /** Names that no collector answers to. */
  readonly unknown: readonly string[];
}

/**
 * Which collectors `gather_subset` asks for. The minimal ones are always in unless `!min` is given; `all` adds all;
 * `!name` takes away, a name that is given adds, whatever is taken away; what a collector requires comes along.
 */
export function selectCollectors(subset: readonly string[], all: readonly FactCollector[]): SubsetSelection {
  const given = subset.filter((name) => !name.startsWith('!'));
  const excluded = subset.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  const named = new Set(given);
  const removed = new Set(excluded);
  const isMinimalWanted = !removed.has('min');
  const isAllWanted = (named.has('all') || subset.length === 0) && !removed.has('all');
  const wanted = new Map<string, FactCollector>();
  for (const collector of all) {
    const names = namesOf(collector);
    const isGeneral = collector.minimal ? isMinimalWanted : isAllWanted;
    const isIncluded = isGeneral && !names.some((name) => removed.has(name));
    if (isIncluded || names.some((name) => named.has(name)) || (collector.minimal && named.has('min'))) {
      addWithRequired(collector, { all, wanted });
    }
  }
  const known = new Set(['all', 'min', ...all.flatMap(namesOf)]);
  return {
    collectors: all.filter(({ name }) => wanted.has(name)),
    unknown: [...given, ...excluded].filter((name) => !known.has(name)),
  };
}

function addWithRequired(
  collector: FactCollector,
  { all, wanted }: { readonly all: readonly FactCollector[]; readonly wanted: Map<string, FactCollector> },
): void {
  if (wanted.has(collector.name)) return;
  wanted.set(collector.name, collector);
  for (const required of all) {
    if (collector.requires.includes(required.name)) addWithRequired(required, { all, wanted });
  }
}

function namesOf(collector: FactCollector): readonly string[] {
  return [collector.name, ...collector.subsets];
}

/** Every name that `gather_subset` accepts, sorted. */
export function subsetNames(all: readonly FactCollector[]): readonly string[] {
  return [...new Set(['all', 'min', ...all.flatMap(namesOf)])].sort();
}
