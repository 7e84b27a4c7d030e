import type { ReadonlyDict, Value } from '../../values/types.ts';
import type { VariableFolders } from '../variable-folders.ts';

/** What inventory plugins need of the stages above: the inventory itself knows no templates. */
export interface InventoryTemplating {
  /** Renders the templates in a value with these variables, the strongest first. Throws what rendering throws. */
  render(value: Value, variables: readonly ReadonlyDict[]): Value;
  /** What is kept of a host's facts from earlier runs. */
  factsOf(host: string): ReadonlyDict | undefined;
  readonly extraVars: ReadonlyDict;
  readonly folders: VariableFolders;
}
