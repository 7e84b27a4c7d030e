import { toJs } from '../../../values/convert.ts';
import type { Value } from '../../../values/types.ts';
import { ModuleFailure } from '../../result.ts';

/**
 * A dictionary of which the engine takes texts alone (labels, settings of drivers). Throws ModuleFailure for another
 * value, which Ansible has the engine refuse: 1 may have been meant as '1', but yes as 'True' hardly ever.
 */
export function textValues(
  dict: ReadonlyMap<Value, Value> | undefined,
  name: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(dict ?? [])].map(([key, value]) => {
      if (typeof value !== 'string') {
        throw new ModuleFailure(
          `${name}: the value of '${String(key)}' is ${JSON.stringify(toJs(value))}, no text: write it in quotes`,
        );
      }
      return [String(key), value];
    }),
  );
}
