import type { Inventory } from '../inventory/types.ts';
import type { VariableFolders } from '../inventory/variable-folders.ts';
import type { Playbook } from '../project/ast.ts';
import type { LoadContext } from '../project/load-playbook.ts';
import type { ReadonlyDict } from '../values/types.ts';
import type { AccessDefaults } from '../variables/connection-variables.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { RunOptions } from './options.ts';
import type { Ask, ReadLine } from './prompts.ts';

/** All that a run needs: what to play, on what, with which variables and options. */
export interface RunRequest {
  readonly playbooks: readonly Playbook[];
  readonly inventory: Inventory;
  /** Reads the inventory again (meta: refresh_inventory). Throws what is wrong with it. */
  readonly reloadInventory?: (() => Inventory) | undefined;
  readonly folders: VariableFolders;
  readonly extraVars: ReadonlyDict;
  readonly options: RunOptions;
  /** `--limit`, read (files opened). */
  readonly limit: string | readonly string[] | undefined;
  readonly access: AccessDefaults;
  /** Stops after the steps in flight: the recap is still given. */
  readonly stopSignal: AbortSignal;
  /** Stops now, ending what runs on the hosts. */
  readonly signal: AbortSignal;
  /** For `--step` and the debugger: a line of what the user types. */
  readonly readLine?: ReadLine | undefined;
  /** How includes are loaded while the run goes on. */
  readonly project: LoadContext;
  /** Asks what `vars_prompt` wants to know; nobody is asked without it. */
  readonly ask?: Ask | undefined;
  readonly dependencies: EngineDependencies;
}
