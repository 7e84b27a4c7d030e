import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullName } from '../../src/module/describe.ts';
import { moduleNames } from '../../src/module/names.ts';
import { modules } from '../../src/modules/index.ts';
import { ENGINE_ACTIONS } from '../../src/project/actions.ts';
import { projectFolder } from '../e2e/support/programs.ts';
import { readEvidence } from './evidence.ts';
import { indexPage, missingPage } from './index-page.ts';
import { modulePage } from './module-page.ts';

export const referenceFolder = join(projectFolder, 'docs/reference');

/** Every page of the reference by its file's name, as it should be. */
export function referencePages(): ReadonlyMap<string, string> {
  const evidenceOf = readEvidence(projectFolder);
  return new Map([
    ['README.md', indexPage(modules, evidenceOf)],
    ['missing.md', missingPage(ansibleModules(), knownNames())],
    ...modules.map((module) => [`${fullName(module)}.md`, modulePage(module, evidenceOf(module))] as const),
  ]);
}

/** Full names, one a line, as `ansible-doc --list` prints them. */
function ansibleModules(): readonly string[] {
  return readFileSync(join(projectFolder, 'test/reference/ansible-modules.txt'), 'utf8').trim().split('\n');
}

function knownNames(): ReadonlySet<string> {
  return new Set([
    ...modules.flatMap(moduleNames),
    ...[...ENGINE_ACTIONS, 'include'].map((name) => `ansible.builtin.${name}`),
  ]);
}
