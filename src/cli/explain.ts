import type { KeyPlaces } from '../source/key-places.ts';
import type { Span } from '../source/span.ts';
import type { VariableUse } from '../template/variable-uses.ts';
import type { Value } from '../values/types.ts';
import type { LayerName, NamedLayer } from '../variables/precedence.ts';

/** One layer that defines a variable; no span when no file does (magic variables). */
export interface Definition {
  readonly layer: LayerName;
  readonly span: Span | undefined;
}

/** Where a variable that was used comes from. */
export interface Explanation {
  readonly host: string;
  readonly name: string;
  /** As rendered; undefined when it is not defined, or failed. */
  readonly value: Value | undefined;
  /** The layer that counts first, then those that it shadows; none when nothing defines it. */
  readonly definitions: readonly Definition[];
  /** The variables that it uses itself; none for a variable that was told of before. */
  readonly uses: readonly Explanation[];
}

export interface ExplainOptions {
  /** Where a host's variables are looked for, the strongest first. */
  readonly layersOf: (host: string) => readonly NamedLayer[];
  readonly places: KeyPlaces | undefined;
}

/** Explains each variable where it is used first; what uses it again names it alone. */
export function explain(uses: readonly VariableUse[], options: ExplainOptions): readonly Explanation[] {
  return merged(uses).map(({ host, name, value, uses: inner }) => ({
    host,
    name,
    value,
    definitions: definitionsOf({ host, name }, options),
    uses: explain(inner, options),
  }));
}

/** A variable that is asked for several times over is rendered once: the first time tells what it uses. */
function merged(uses: readonly VariableUse[]): readonly VariableUse[] {
  const first = new Map<string, VariableUse>();
  for (const use of uses) {
    const key = JSON.stringify([use.host, use.name]);
    if (!first.has(key)) first.set(key, use);
  }
  return [...first.values()];
}

function definitionsOf(
  { host, name }: Pick<VariableUse, 'host' | 'name'>,
  { layersOf, places }: ExplainOptions,
): readonly Definition[] {
  // The folder beside the inventory and that beside the playbook may be one: the same file shadows nothing.
  const seen = new Set<NamedLayer['dict']>();
  return layersOf(host)
    .filter(({ dict }) => {
      const isNew = dict.has(name) && !seen.has(dict);
      seen.add(dict);
      return isNew;
    })
    .map(({ name: layer, dict }) => ({ layer, span: places?.of(dict, name) }));
}
