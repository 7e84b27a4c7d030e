import {
  type AttributePlan,
  attributeScript,
  planAttributes,
  type TargetIds,
  type WantedAttributes,
} from '../kit/file-attributes.ts';
import { quotePath } from '../kit/paths.ts';
import { mapReading, type Reading, textReading } from '../kit/reading.ts';
import { ModuleFailure } from '../result.ts';
import { attributeSides, currentState, type FileDecision, type FileTask } from './state.ts';
import { type TreeEntry, treeChanges } from './tree.ts';

/** The folders of a path that are not there yet, outermost first. */
export function missingFolders(path: string): Reading<readonly string[]> {
  const prefixes = foldersOf(path);
  const tests = prefixes.map((prefix) => `[ -e ${quotePath(prefix)} ] && r=\${r}1 || r=\${r}0`);
  const script = `if [ ! -e ${quotePath(prefixes.at(-1) ?? path)} ]; then\n${tests.join('\n')}\nfi`;
  return mapReading(textReading(script, 'sets'), (text) =>
    prefixes.filter((_, index) => text?.charAt(index) === '0'),
  );
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part, index) => part !== '' || index === 0);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/')).filter((prefix) => prefix !== '');
}

/** Makes folders one by one, each with the attributes that are asked for (as Ansible does for missing parents). */
export function makeFoldersScript(folders: readonly string[], plan: AttributePlan): string {
  return folders
    .map((folder) => `mkdir ${quotePath(folder)} || exit 1\n${attributeScript(plan, quotePath(folder))}`)
    .join('\n');
}

/** The plan for folders that are about to be made. */
export function newFolderPlan(wanted: WantedAttributes, ids: TargetIds): AttributePlan {
  return planAttributes({ wanted, ids, current: undefined, isDirectory: true });
}

/** `state: directory`. */
export function decideDirectory(
  task: FileTask,
  { missing, tree }: { readonly missing: readonly string[]; readonly tree: readonly TreeEntry[] | undefined },
): FileDecision {
  const { wanted, ids, followed } = task;
  if (followed !== undefined && followed.kind !== 'directory') {
    throw new ModuleFailure(
      `${task.path} is there already and is no directory, but a ${currentState(followed)}`,
      { path: task.path },
    );
  }
  const plan = planAttributes({ wanted, ids, current: followed, isDirectory: true });
  const sides = attributeSides(plan);
  if (followed === undefined) {
    return {
      pathKey: 'path',
      before: { ...sides.before, state: 'absent' },
      after: { ...sides.after, state: 'directory' },
      script: makeFoldersScript(missing, plan),
    };
  }
  const deep = tree === undefined ? '' : treeChanges(task.path, tree, { wanted, ids });
  const script = [attributeScript(plan, quotePath(task.path)), deep].filter((text) => text !== '').join('\n');
  const recursed = deep === '' ? {} : { recurse: true };
  return {
    pathKey: 'path',
    before: sides.before,
    after: { ...sides.after, ...recursed },
    script: script === '' ? undefined : script,
  };
}
