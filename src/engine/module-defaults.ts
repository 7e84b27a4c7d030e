import { TsplayError } from '../errors.ts';
import { groupName, isInGroup } from '../project/action-groups.ts';
import type { KeywordValue, Task } from '../project/ast.ts';
import { moduleDefaultsLayers } from '../project/inherit.ts';
import { typeName } from '../values/type-name.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';

export interface DefaultsCall {
  readonly task: Task;
  /** The full name that any name of a module stands for: `copy` is `ansible.builtin.copy`. */
  readonly fullName: (name: string) => string;
  /** Renders what stands for a whole dictionary of defaults. */
  readonly render: (value: Value) => Value;
}

/**
 * What `module_defaults` of a task and of what it stands in give to its module, by argument, the values as written.
 * Of a module that is named in several places the innermost counts, as a whole; its own defaults win over its groups'.
 */
export function moduleDefaults({ task, fullName, render }: DefaultsCall): ReadonlyDict {
  const own = fullName(task.action.name);
  const byName = new Map<string, WrittenDefaults>();
  for (const { value, span } of moduleDefaultsLayers(task)) {
    for (const layer of Array.isArray(value) ? (value as readonly Value[]) : []) {
      if (!(layer instanceof Map)) continue;
      for (const [key, defaults] of layer) {
        const name = String(key);
        byName.set(groupName(name) === undefined ? fullName(name) : name, { name, defaults, span });
      }
    }
  }
  const ofGroups = [...byName.values()].filter(({ name }) => isInGroup(own, groupName(name) ?? ''));
  const ofModule = byName.get(own);
  const chosen = [...ofGroups, ...(ofModule === undefined ? [] : [ofModule])];
  return new Map(chosen.flatMap((written) => [...dictOf(written, render)]));
}

interface WrittenDefaults {
  readonly name: string;
  readonly defaults: Value;
  readonly span: KeywordValue['span'];
}

function dictOf({ name, defaults, span }: WrittenDefaults, render: (value: Value) => Value): ReadonlyDict {
  const known = defaults instanceof Map ? defaults : render(defaults);
  if (known instanceof Map) return known;
  if (known === null) return new Map();
  throw new TsplayError({
    code: 'module-arguments',
    message: `module_defaults of '${name}' must be a dictionary of arguments, not a ${typeName(known)}`,
    span,
  });
}
