import { describeNode, type MappingNode, type YamlNode } from '../source/node.ts';
import { didYouMean } from '../util/nearest.ts';
import { shortActionName } from './actions.ts';
import type { Block, Step } from './ast.ts';
import { importRole } from './import-role.ts';
import { importTasks } from './import-tasks.ts';
import { keywordsAt } from './keywords.ts';
import { headSpan, readKeywords, reportUnknownKeyword } from './read-keywords.ts';
import type { StepScope } from './scope.ts';
import { readTask } from './task.ts';

const SECTIONS: ReadonlySet<string> = new Set(['block', 'rescue', 'always']);

/** Loads a list of tasks and blocks, static imports resolved. Steps with mistakes are reported and left out. */
export function loadSteps(node: YamlNode | undefined, scope: StepScope): readonly Step[] {
  if (node === undefined || isNothing(node)) return [];
  if (node.kind !== 'sequence') {
    const message = `a list of tasks must stand here, not ${describeNode(node)}`;
    const hint = node.kind === 'mapping' ? 'start each task with a dash: `- name: ...`' : undefined;
    scope.loading.error({ code: 'bad-task-list', message, span: headSpan(node), hint });
    return [];
  }
  return node.items.flatMap((item) => loadStep(item, scope));
}

function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && /^(?:~|null|)$/.test(node.text);
}

function loadStep(node: YamlNode, scope: StepScope): readonly Step[] {
  if (isNothing(node)) return [];
  if (node.kind !== 'mapping') {
    const message = `a task must be a mapping, not ${describeNode(node)}`;
    scope.loading.error({ code: 'bad-task', message, span: node.span, hint: taskHint(node, scope) });
    return [];
  }
  const keys = node.entries.map(({ key }) => (key.kind === 'scalar' ? key.text : ''));
  if (keys.includes('block')) return [loadBlock(node, scope)];
  const stray = node.entries.find(({ key }) => key.kind === 'scalar' && SECTIONS.has(key.text));
  if (stray?.key.kind === 'scalar') {
    const message = `'${stray.key.text}' can stand only beside 'block'`;
    scope.loading.error({ code: 'misplaced-keyword', message, span: stray.key.span });
    return [];
  }
  const task = readTask(node, scope);
  if (task === undefined) return [];
  switch (shortActionName(task.action.name)) {
    case 'import_tasks':
      return importTasks(task, scope, loadSteps);
    case 'import_role':
      return importRole(task, scope, loadSteps);
    default:
      return [task];
  }
}

function taskHint(node: YamlNode, { loading }: StepScope): string {
  const found =
    node.kind === 'scalar' ? /^(?<name>[\w.]+)(?::(?<rest>\S.*))?$/.exec(node.text)?.groups : undefined;
  const name = found?.['name'];
  if (name === undefined || !loading.actionNames.has(name)) return 'write `- module: {argument: value}`';
  const rest = found?.['rest'];
  return rest === undefined ? `write \`- ${name}:\`` : `put a space behind the colon: \`- ${name}: ${rest}\``;
}

function loadBlock(node: MappingNode, scope: StepScope): Block {
  const { loading, section } = scope;
  const lists = { block: [] as Step[], rescue: [] as Step[], always: [] as Step[] };
  const keywords = readKeywords({
    entries: node.entries,
    place: 'block',
    loading,
    except: SECTIONS,
    unknown: ({ key }, name) => {
      if (loading.actionNames.has(name)) reportActionInBlock(key, { name, scope });
      else reportUnknownKeyword(key, { name, place: 'block', loading, alsoKnown: SECTIONS });
    },
  });
  const block: Block = {
    kind: 'block',
    span: headSpan(node),
    keywords,
    parent: scope.parent,
    implicit: false,
    ...lists,
  };
  for (const { key, value } of node.entries) {
    if (key.kind !== 'scalar' || !isSection(key.text)) continue;
    if (section === 'handlers' && key.text !== 'block') {
      const message = `a block of handlers cannot have '${key.text}'`;
      loading.error({ code: 'misplaced-keyword', message, span: key.span });
      continue;
    }
    lists[key.text].push(...loadSteps(value, { ...scope, parent: block }));
  }
  return block;
}

function isSection(name: string): name is 'block' | 'rescue' | 'always' {
  return SECTIONS.has(name);
}

function reportActionInBlock(
  key: YamlNode,
  { name, scope }: { readonly name: string; readonly scope: StepScope },
) {
  const message = `a block holds tasks, it cannot be one: '${name}' cannot stand beside 'block'`;
  const hint = didYouMean(name, keywordsAt('block')) ?? `put '${name}' into a task of the block`;
  scope.loading.error({ code: 'action-in-block', message, span: key.span, hint });
}
