import type { ReadonlyDict } from '../values/types.ts';

/**
 * Ansible's order of precedence, weakest first, as ansible-core 2.14 has it (observed, where its documentation is
 * vague). This list is the only place that knows the order; everything else names layers.
 *
 * Within a layer: groups by depth, priority and name; files in name order; roles in order of play, with the task's
 * own role above all others; inner blocks above outer ones.
 */
export const layerNames = [
  'role defaults',
  'inventory group vars',
  'inventory group_vars/all',
  'playbook group_vars/all',
  'inventory group_vars/*',
  'playbook group_vars/*',
  'inventory host vars',
  'inventory host_vars/*',
  'playbook host_vars/*',
  'facts',
  'play vars',
  'vars_prompt',
  'vars_files',
  'role vars',
  'block vars',
  'task vars',
  'include_vars',
  'set_facts and registered vars',
  'role params',
  'include params',
  'extra vars',
  'magic vars',
  'loop vars',
] as const;

export type LayerName = (typeof layerNames)[number];

/** What some of the layers hold, the strongest dict of a layer first. */
export type VariableLayers = ReadonlyMap<LayerName, readonly ReadonlyDict[]>;

const strongestFirst: readonly LayerName[] = layerNames.toReversed();

/** All dicts of several sets of layers in the order in which a name is looked up: the strongest first. */
export function orderLayers(...sets: readonly VariableLayers[]): readonly ReadonlyDict[] {
  const ordered: ReadonlyDict[] = [];
  for (const name of strongestFirst) {
    for (const layers of sets) for (const layer of layers.get(name) ?? []) ordered.push(layer);
  }
  return ordered;
}

export interface NamedLayer {
  readonly name: LayerName;
  readonly dict: ReadonlyDict;
}

/** The same with the name of each layer. */
export function orderNamedLayers(...sets: readonly VariableLayers[]): readonly NamedLayer[] {
  return strongestFirst.flatMap((name) =>
    sets.flatMap((layers) => (layers.get(name) ?? []).map((dict) => ({ name, dict }))),
  );
}
