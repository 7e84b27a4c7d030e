import type { Value } from '../../../values/types.ts';
import type { ArgumentsOf } from '../../argument-spec.ts';
import { examine } from '../../arguments.ts';
import type { ModuleContext } from '../../context.ts';
import { interpretSchema } from '../../interpret-schema.ts';
import { ModuleFailure, type ModuleResult } from '../../result.ts';
import { objectSchema } from '../../schema.ts';
import type { AnyPackageManager } from './package-manager.ts';

/** Calls a package manager with arguments that are not yet examined. Throws ModuleFailure for what it does not take. */
export async function handOver(
  context: ModuleContext,
  { manager, args }: { readonly manager: AnyPackageManager; readonly args: ReadonlyMap<string, Value> },
): Promise<ModuleResult> {
  const examined = examine(
    { declared: manager, validate: interpretSchema(objectSchema(manager.args, false)), isOpen: () => false },
    args,
  );
  if (examined.problems.length > 0) {
    const problems = examined.problems.map(({ message, hint }) =>
      hint === undefined ? message : `${message} (${hint})`,
    );
    throw new ModuleFailure(`${manager.name}: ${problems.join('; ')}`);
  }
  for (const warning of examined.warnings) context.warn(warning);
  return manager.ensure(context, examined.args as ArgumentsOf<AnyPackageManager['args']>);
}
