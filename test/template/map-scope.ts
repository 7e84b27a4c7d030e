import type { Value } from '../../src/values/types.ts';
import type { VariableScope } from '../../src/variables/types.ts';

/** Variables out of a Map. */
export function mapScope(variables: ReadonlyMap<string, Value>): VariableScope {
  return {
    get: (name) => variables.get(name),
    has: (name) => variables.has(name),
    names: () => variables.keys(),
  };
}
