import type { HostStats } from './events.ts';

type Counter = keyof HostStats;

/** Counts for the recap. Every finished task adds to exactly one of ok, skipped, failed, rescued or unreachable. */
export class RunStats {
  readonly #hosts = new Map<string, Record<Counter, number>>();

  add(host: string, counter: Counter): void {
    let counts = this.#hosts.get(host);
    if (counts === undefined) {
      counts = { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };
      this.#hosts.set(host, counts);
    }
    counts[counter] += 1;
  }

  /** A copy, hosts in name order as the recap lists them. */
  snapshot(): ReadonlyMap<string, HostStats> {
    const names = [...this.#hosts.keys()].sort();
    const copy = new Map<string, HostStats>();
    for (const name of names) {
      const counts = this.#hosts.get(name);
      if (counts !== undefined) copy.set(name, { ...counts });
    }
    return copy;
  }
}
