import { binary } from '../values/operators.ts';
import { isTruthy } from '../values/truth.ts';
import { typeName } from '../values/type-name.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import type { CustomStatsSnapshot } from './events.ts';

/** The key of what is kept for the run as a whole; no host has this name. */
const OF_THE_RUN = '';

/** What set_stats keeps. */
export class CustomStats {
  readonly #kept = new Map<string, Dict>();

  /** @param stats a result's `ansible_stats`: `data`, `per_host`, `aggregate` */
  add(host: string, stats: ReadonlyDict): void {
    const data = stats.get('data');
    if (!(data instanceof Map)) return;
    const owner = isTruthy(stats.get('per_host') ?? false) ? host : OF_THE_RUN;
    const kept: Dict = this.#kept.get(owner) ?? new Map();
    this.#kept.set(owner, kept);
    const aggregates = isTruthy(stats.get('aggregate') ?? true);
    for (const [name, value] of data) {
      const before = kept.get(name);
      kept.set(name, before === undefined || !aggregates ? value : added(before, value));
    }
  }

  snapshot(): CustomStatsSnapshot {
    const hosts = [...this.#kept]
      .filter(([name]) => name !== OF_THE_RUN)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return { run: new Map(this.#kept.get(OF_THE_RUN) ?? []), hosts: new Map(hosts) };
  }
}

/** Values of different types cannot be added: the earlier one stays, as with Ansible. */
function added(before: Value, value: Value): Value {
  if (typeName(before) !== typeName(value)) return before;
  if (before instanceof Map && value instanceof Map) return new Map([...before, ...value]);
  return ['int', 'float', 'str', 'list'].includes(typeName(value)) ? binary('+', before, value) : value;
}
