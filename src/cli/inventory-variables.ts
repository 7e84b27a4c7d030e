import type { Group, Host } from '../inventory/types.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import { inventoryLayers } from '../variables/inventory-layers.ts';
import { orderLayers } from '../variables/precedence.ts';
import { layeredScope, mergingScope } from '../variables/scope.ts';
import type { Ground } from './ground.ts';
import type { InventoryVariables } from './inventory-views.ts';

/** The variables of an inventory with the files beside it and the extra variables, as they are written. */
export function inventoryVariables({
  inventory,
  folders,
  extraVars,
  settings,
}: Pick<Ground, 'inventory' | 'folders' | 'extraVars' | 'settings'>): InventoryVariables {
  const known = new Map<Value, Value>();
  const places = [...new Set(inventory.sources.map((source) => folders.besideSource(source)))];
  return {
    ofHost: (host: Host) => {
      const layers = inventoryLayers({ host, inventory, folders, playbookDirectory: undefined });
      const ordered = [extraVars, ...orderLayers(layers)];
      const scope = settings.mergesDicts ? mergingScope(ordered) : layeredScope(ordered);
      const names = [...scope.names()].sort();
      return new Map(names.map((name) => [name, asWritten(scope.get(name) ?? null, known)]));
    },
    ofGroup: (group: Group) => {
      const files = places.flatMap((place) => [...place.group(group.name)]);
      const entries = [group.vars, ...files].flatMap((layer) => [...layer]);
      return new Map(entries.map(([name, value]) => [name, asWritten(value, known)]));
    },
  };
}

/** What was written once stays one value, for YAML to refer to. */
function asWritten(value: Value, known: Map<Value, Value>): Value {
  if (value instanceof TemplateText) return value.text;
  if (!Array.isArray(value) && !(value instanceof Map)) return value;
  const made = known.get(value);
  if (made !== undefined) return made;
  const copy: Value =
    value instanceof Map
      ? new Map([...value].map(([key, item]) => [key, asWritten(item, known)]))
      : (value as readonly Value[]).map((item) => asWritten(item, known));
  known.set(value, copy);
  return copy;
}
