import type { CustomStatsSnapshot } from '../engine/events.ts';
import { printable } from '../source/code-frame.ts';
import { str } from '../values/printing.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';

/** The name under which set_stats keeps what a run shall end with. */
const KEY = 'summary';

interface Said {
  readonly name: string;
  readonly text: string;
  /** Who says so; nobody when it was kept for the run. */
  readonly hosts: readonly string[];
}

/**
 * What set_stats kept as `summary`, a dict of names with a text or a list of texts each: a line for each text, by
 * name, with the hosts that say the same in brackets. Nothing of what has another shape.
 */
export function summaryLines({ run, hosts }: CustomStatsSnapshot): readonly string[] {
  const found = new Map<string, Said>();
  const owners = [[undefined, run] as const, ...hosts];
  for (const [host, stats] of owners) {
    for (const { name, text } of textsOf(stats)) {
      const key = JSON.stringify([name, text]);
      const others = found.get(key)?.hosts ?? [];
      found.set(key, { name, text, hosts: host === undefined ? others : [...others, host] });
    }
  }
  const said = [...found.values()].sort((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()));
  const width = Math.max(0, ...said.map(({ name }) => name.length));
  return said.map(({ name, text, hosts: who }) =>
    `${name.padEnd(width)}  ${text}${who.length === 0 ? '' : `  [${who.join(', ')}]`}`.trim(),
  );
}

function textsOf(stats: ReadonlyDict): readonly { readonly name: string; readonly text: string }[] {
  const kept = stats.get(KEY);
  if (!(kept instanceof Map)) return [];
  return [...kept].flatMap(([name, value]: readonly [Value, Value]) =>
    (Array.isArray(value) ? (value as readonly Value[]) : [value]).map((text) => ({
      name: oneLine(name),
      text: oneLine(text),
    })),
  );
}

function oneLine(value: Value): string {
  return printable(str(value).trim().replace(/\s+/g, ' '));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
