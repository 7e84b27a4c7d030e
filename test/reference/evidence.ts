import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { AnyModule } from '../../src/module/define.ts';
import { moduleNames } from '../../src/module/names.ts';
import { modules } from '../../src/modules/index.ts';
import { casesFolder, type ModuleCases, readModuleCases } from '../e2e/twins/module-cases.ts';

/** What tests say of a module, as the tests themselves tell. */
export interface Evidence {
  /** Files of cases that play it, compared with a recording of the real Ansible; relative to the checkout. */
  readonly cases: readonly string[];
  /** What stands in for the real tool in those cases, and why. */
  readonly standIns: readonly string[];
  /** Tests that play it otherwise. */
  readonly tests: readonly string[];
}

const languageCases = 'test/cases/language';

/** Looks once through all cases and tests; the function that is given looks a module up. */
export function readEvidence(root: string): (module: AnyModule) => Evidence {
  const cases = readModuleCases();
  const tests = ['test/e2e', 'test/modules', 'test/facts', 'test/engine', languageCases].flatMap((folder) =>
    testsBelow(join(root, folder)).map((path) => ({
      // The cases of the language are many: which of them plays a module says little.
      path: folder === languageCases ? folder : relative(root, path),
      text: readFileSync(path, 'utf8'),
    })),
  );
  return (module) => {
    const playing = cases.filter((file) => plays(file, module));
    return {
      cases: playing.map((file) => join(relative(root, casesFolder), `${file.module}.yml`)),
      standIns: playing
        .filter((file) => file.module === module.name)
        .flatMap(({ standIn }) => (standIn === undefined ? [] : [standIn])),
      tests: [...new Set(tests.filter(({ text }) => mentions(text, module)).map(({ path }) => path))],
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

function testsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') || name.endsWith('.yml'))
    .sort()
    .map((name) => join(folder, name));
}

/** Imported, a task of twins, the full name anywhere, or the short one where a task has its action. */
function mentions(text: string, { name, collection }: AnyModule): boolean {
  return (
    text.includes(`/modules/${name}.ts'`) ||
    text.includes(`module: '${name}'`) ||
    text.includes(`${collection}.${name}:`) ||
    new RegExp(
      `${isAlsoAnArgument(name) ? '^\\s*- (?:\\{ )?' : '(?:^\\s*(?:- )?|[{,] ?)'}${name}:(?: |$)`,
      'm',
    ).test(text)
  );
}

/** `user: root` below a task is no task of the module user. */
function isAlsoAnArgument(name: string): boolean {
  return modules.some(({ args }) => name in args);
}
