import { resolve } from 'node:path';
import type { Builtins } from '../builtins.ts';
import type { Diagnostic } from '../errors.ts';
import type { InventoryTemplating } from '../inventory/plugins/templating.ts';
import type { VariableFolders } from '../inventory/variable-folders.ts';
import type { ReadonlyDict } from '../values/types.ts';
import { JsonFactCache } from '../variables/fact-cache.ts';
import { layeredScope } from '../variables/scope.ts';
import type { Settings } from '../variables/settings.ts';

export interface InventoryTemplatingParts {
  readonly settings: Settings;
  readonly builtins: Builtins;
  readonly extraVars: ReadonlyDict;
  readonly folders: VariableFolders;
  readonly warn?: (diagnostic: Diagnostic) => void;
}

/** What inventory plugins work with: the templates of playbooks, and the facts that earlier runs kept. */
export function inventoryTemplating(parts: InventoryTemplatingParts): InventoryTemplating {
  const { settings, builtins, extraVars, folders, warn = () => undefined } = parts;
  const cache = settings.factCache && new JsonFactCache({ ...settings.factCache, warn });
  const searchPaths = [resolve('.')];
  return {
    extraVars,
    folders,
    factsOf: (host) => cache?.load(host),
    render: (value, variables) =>
      builtins.dependencies.createTemplar({ scope: layeredScope(variables), searchPaths }).render(value),
  };
}
