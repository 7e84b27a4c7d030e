import type { Connection, ConnectionParameters } from '../connection/types.ts';
import type { TaskTemplating } from '../module/context.ts';
import type { AnyModule } from '../module/define.ts';
import type { OwnModules } from '../module/own/own-modules.ts';
import type { BecomeSpec, Shell } from '../shell/types.ts';
import type { Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';

/** What a templar is made from: cheap, one for each task and host (and item). */
export interface TemplarOptions {
  readonly scope: VariableScope;
  /** Folders in which lookups and includes look for files, nearest first. */
  readonly searchPaths: readonly string[];
  /** Names of the hosts that a pattern matches, for lookups. */
  readonly hostNames?: (pattern: string) => readonly string[];
  /** Is told what is worth knowing and no failure (`errors='warn'` of a lookup). */
  readonly warn?: (message: string) => void;
}

export interface PasswordToHash {
  readonly password: string;
  readonly hashType: string;
  /** Random without one. */
  readonly salt: string | undefined;
  readonly saltSize: number | undefined;
}

/** Rendering for one scope. */
export interface Templar extends TaskTemplating {
  /** Runs a lookup for `with_*`: the terms are already rendered. */
  lookup(name: string, terms: Value): readonly Value[];
}

/**
 * What the engine is handed by the composition root: it imports no module, no reporter and no command, and tests
 * replace the machine with a fake.
 */
export interface EngineDependencies {
  /** By every name that a task may use. */
  readonly modules: ReadonlyMap<string, AnyModule>;
  /** Those that the project brings. */
  readonly ownModules: OwnModules;
  createTemplar(options: TemplarOptions): Templar;
  /** The crypt(3) hash of a password. Throws what the filter password_hash throws. */
  hashPassword(options: PasswordToHash): string;
  /** Stands for "this argument was not given". */
  readonly omit: Value;
  openConnection(parameters: ConnectionParameters, signal: AbortSignal): Promise<Connection>;
  openShell(connection: Connection, become: BecomeSpec | undefined, signal: AbortSignal): Promise<Shell>;
}
