import type { ArgumentRules, ArgumentSpec, ArgumentsOf } from '../../argument-spec.ts';
import type { ModuleContext } from '../../context.ts';
import type { ModuleResult } from '../../result.ts';

/**
 * What one package manager's own module and the module `package` share: one literal for each, in a folder of its own
 * beside this one. Its module adds a summary, what it returns and examples.
 */
export interface PackageManager<S extends ArgumentSpec = ArgumentSpec> extends ArgumentRules {
  /** The module's short name, which is also what the fact `ansible_pkg_mgr` says. */
  readonly name: string;
  readonly args: S;
  /**
   * Brings the packages to what the arguments ask for: reads what is installed in one round trip, and only when that
   * differs refreshes, asks the repositories, installs or removes. In check mode it predicts instead.
   */
  ensure(context: ModuleContext, args: ArgumentsOf<S>): Promise<ModuleResult>;
}

/** Keeps the argument types of one manager's declaration. */
export function definePackageManager<const S extends ArgumentSpec>(
  manager: PackageManager<S>,
): PackageManager<S> {
  return manager;
}

/** A package manager whose argument types are forgotten: what a registry holds. */
export type AnyPackageManager = PackageManager<ArgumentSpec>;
