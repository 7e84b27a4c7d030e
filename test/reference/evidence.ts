import { join, relative } from 'node:path';
import type { AnyModule } from '../../src/module/define.ts';
import { moduleNames } from '../../src/module/names.ts';
import { casesFolder, type ModuleCases, readModuleCases } from '../e2e/twins/module-cases.ts';

/** What the cases say of a module. */
export interface Evidence {
  /** Files of cases that play it, compared with a recording of the real Ansible; relative to the checkout. */
  readonly cases: readonly string[];
  /** What stands in for the real tool in those cases, and why. */
  readonly standIns: readonly string[];
}

/** Looks once through all cases; the function that is given looks a module up. */
export function readEvidence(root: string): (module: AnyModule) => Evidence {
  const cases = readModuleCases();
  return (module) => {
    const playing = cases.filter((file) => plays(file, module));
    return {
      cases: playing.map((file) => join(relative(root, casesFolder), `${file.module}.yml`)),
      standIns: playing
        .filter((file) => file.module === module.name)
        .flatMap(({ standIn }) => (standIn === undefined ? [] : [standIn])),
    };
  };
}

/** The module's own cases when it has some: a case of another one may use it to look at something. */
function plays({ module: name, cases }: ModuleCases, module: AnyModule): boolean {
  const names = moduleNames(module);
  return (
    name === module.name ||
    (name === 'controller' && cases.some(({ task }) => names.some((one) => one in task)))
  );
}
