import type { Value } from '../values/types.ts';
import type { ArgumentRules, ArgumentSpec, ArgumentsOf } from './argument-spec.ts';
import type { ModuleContext } from './context.ts';
import type { ModuleResult } from './result.ts';

/** What a module does in check mode: `full` predicts, `none` skips itself (as Ansible does for command), `partial` says where. */
export type CheckSupport = 'full' | 'partial' | 'none';

export interface ModuleDeclaration<S extends ArgumentSpec = ArgumentSpec> extends ArgumentRules {
  /** Short name: `copy`. */
  readonly name: string;
  /** Where it lives: `ansible.builtin`. The FQCN is collection + name. */
  readonly collection: string;
  /** Other short names in the same collection: `systemd_service`. */
  readonly aliases?: readonly string[];
  /** Was built in once: Ansible still finds it under the names of those that are. */
  readonly formerlyBuiltin?: boolean;
  readonly summary: string;
  readonly args: S;
  /** The argument that free-form text fills: `_raw_params` style modules name their own (`cmd`). */
  readonly freeForm?: keyof S & string;
  /** Takes any key: set_fact, and the arguments are passed as `extra`. */
  readonly anyArguments?: boolean;
  /** Arguments whose value is not rendered before the module sees it (`that` of assert, `var` of debug). */
  readonly raw?: readonly (keyof S & string)[];
  readonly returns: Readonly<Record<string, string>>;
  readonly examples: string;
  readonly check: CheckSupport;
  readonly diff: boolean;
  /** The `ansible_facts` it returns are variables, not facts of the host (set_fact, include_vars). */
  readonly setsVariables?: boolean;
  /** What it returns is shown at any verbosity (debug); `unless-quiet`: but not of a task with `quiet` (assert). */
  readonly alwaysShown?: boolean | 'unless-quiet';
  /**
   * How it runs under `async`: the target does it by itself (command), it cannot (raw), or, when absent, the controller
   * does it in the background of the run.
   */
  readonly async?: 'on-target' | 'none';
  /** Runs once for a batch of hosts, for the first of them, and what it returns is that host's alone (pause). */
  readonly oncePerBatch?: boolean;
  /** Runs on the controller alone and never connects (debug, set_fact, assert, fail, ...). */
  readonly controllerOnly?: boolean;
}

export interface Module<S extends ArgumentSpec = ArgumentSpec> extends ModuleDeclaration<S> {
  /** Reads, compares, changes. Ansible's documented result keys. */
  run(context: ModuleContext, args: ArgumentsOf<S>, extra: ReadonlyMap<string, Value>): Promise<ModuleResult>;
}

/** Keeps the argument types of one module's declaration. */
export function defineModule<const S extends ArgumentSpec>(module: Module<S>): Module<S> {
  return module;
}

/** A module whose argument types are forgotten: what a registry holds. */
export type AnyModule = Module<ArgumentSpec>;
