import type { Play, RoleInvocation, Step } from '../../src/project/ast.ts';
import { TemplateText } from '../../src/values/template-text.ts';
import { Float, type Value } from '../../src/values/types.ts';

/** A value as short text: dicts as `{a: 1}`, templates in angle brackets. */
export function show(value: Value | undefined): string {
  if (value === undefined) return '-';
  if (value instanceof TemplateText) return `<${value.text}>`;
  if (value instanceof Float) return `${value.value}f`;
  if (value instanceof Map)
    return `{${Array.from(value, ([key, item]) => `${show(key)}: ${show(item)}`).join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function words(node: { readonly keywords: Play['keywords'] }): string {
  return Array.from(node.keywords, ([name, { value }]) => ` ${name}=${show(value)}`).join('');
}

function step(node: Step): readonly string[] {
  const deeper = (steps: readonly Step[]) => steps.flatMap(step).map((line) => `  ${line}`);
  if (node.kind === 'block') {
    return [
      `${node.implicit ? 'import' : 'block'}${words(node)}`,
      ...deeper(node.block),
      ...(node.rescue.length > 0 ? ['rescue', ...deeper(node.rescue)] : []),
      ...(node.always.length > 0 ? ['always', ...deeper(node.always)] : []),
    ];
  }
  const { action, loop } = node;
  const free = action.freeForm === undefined ? '' : ` ${show(action.freeForm)}`;
  const template = action.argsTemplate === undefined ? '' : ` args=${show(action.argsTemplate)}`;
  const looped =
    loop === undefined ? '' : ` ${loop.kind === 'loop' ? 'loop' : `with_${loop.lookup}`}=${show(loop.value)}`;
  const listen = 'listen' in node && Array.isArray(node.listen) && node.listen.length > 0 ? ' (listens)' : '';
  return [`${action.name} ${show(action.args)}${free}${template}${looped}${words(node)}${listen}`];
}

function role(node: RoleInvocation): readonly string[] {
  const params = node.params.size > 0 ? ` ${show(node.params)}` : '';
  const under = node.parent.kind === 'role' ? ` for ${node.parent.role.name}` : '';
  return [
    `role ${node.role.name}${under}${params}${words(node)}`,
    ...node.tasks.flatMap(step).map((line) => `  ${line}`),
    ...node.handlers.flatMap(step).map((line) => `  handler: ${line}`),
  ];
}

/** The steps of a play, one a line, indented by depth. */
export function outline(play: Play): string {
  return [
    `play${words(play)}`,
    ...play.preTasks.flatMap(step).map((line) => `  pre: ${line}`),
    ...play.roles.flatMap(role).map((line) => `  ${line}`),
    ...play.tasks.flatMap(step).map((line) => `  ${line}`),
    ...play.postTasks.flatMap(step).map((line) => `  post: ${line}`),
    ...play.handlers.flatMap(step).map((line) => `  handler: ${line}`),
  ].join('\n');
}
