/** `npm run scaffold -- community.general.thing`: the files of a new module, and its line in the list. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../e2e/support/programs.ts';
import { casesText, moduleText, parseModuleName, withIndexLine } from './pieces.ts';

const usage = 'usage: npm run scaffold -- COLLECTION.NAME, for example community.general.thing\n';

export function main(argv: readonly string[]): number {
  const [written] = argv;
  if (written === undefined || argv.length > 1) {
    process.stderr.write(usage);
    return 1;
  }
  const module = parseModuleName(written);
  const index = 'src/modules/index.ts';
  const files = new Map([
    [`src/modules/${module.name}.ts`, moduleText(module)],
    [`test/cases/modules/${module.name}.yml`, casesText(module)],
  ]);
  const there = [...files.keys()].find((path) => existsSync(join(projectFolder, path)));
  if (there !== undefined) throw new Error(`${there} is there already`);
  files.set(index, withIndexLine(readFileSync(join(projectFolder, index), 'utf8'), module));
  for (const [path, text] of files) writeFileSync(join(projectFolder, path), text);
  process.stdout.write(
    `${[...files.keys()].join('\n')}\nWhat comes next: CONTRIBUTING.md, "How to add a module".\n`,
  );
  return 0;
}
