import { dirname, isAbsolute, join } from 'node:path';
import { similarFile } from '../source/file-search.ts';
import type { Span } from '../source/span.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import type { Block, Keywords, KeywordValue, Parent, Step, Task } from './ast.ts';
import type { Loading } from './loading.ts';
import type { StepLoader, StepScope } from './scope.ts';
import { renderName } from './static-variables.ts';

/** Resolves `import_tasks`: the file's steps in a block of their own that carries the import's keywords. */
export function importTasks(task: Task, scope: StepScope, loadSteps: StepLoader): readonly Step[] {
  const { loading } = scope;
  refuseLoop(task, loading);
  const name = staticText(task.action.args.get('file') ?? task.action.freeForm, { task, scope });
  if (name === undefined) return [];
  const span = task.action.argSpans.get('file') ?? task.action.freeFormSpan ?? task.action.span;
  const path = findTasksFile(name, { scope, span });
  if (path === undefined) return [];
  const { block, steps } = implicitBlock({
    span: task.span,
    keywords: importKeywords(task),
    parent: scope.parent,
  });
  steps.push(...loadTasksAt(path, { scope: { ...scope, parent: block }, span, loadSteps }));
  return [block];
}

export interface LoadTasksInput {
  readonly scope: Omit<StepScope, 'file'>;
  readonly span: Span;
  readonly loadSteps: StepLoader;
}

/** The steps of one file of tasks. A file that is being loaded already is a cycle, which is reported. */
export function loadTasksAt(path: string, { scope, span, loadSteps }: LoadTasksInput): readonly Step[] {
  const { loading, trail } = scope;
  if (trail.includes(path)) {
    const cycle = [...trail.slice(trail.indexOf(path)), path].join(' -> ');
    loading.error({ code: 'import-cycle', message: `this import goes in a circle: ${cycle}`, span });
    return [];
  }
  const yaml = loading.readYaml(path, span);
  if (yaml === undefined) return [];
  return loadSteps(yaml.root, { ...scope, file: yaml.file, trail: [...trail, path] });
}

interface FileSearch {
  readonly scope: StepScope;
  readonly span: Span;
  /** The search of a dynamic include: in a role, the role's own folder comes before that of the including file. */
  readonly isDynamic?: boolean;
}

/** Beside the file that names it, in the role's folder of tasks or handlers, beside the playbook. */
export function findTasksFile(name: string, { scope, span, isDynamic }: FileSearch): string | undefined {
  const { loading, role, section, playDirectory } = scope;
  const beside = dirname(scope.file.path);
  const inRole = role === undefined ? [] : [join(role.role.path, section), role.role.path];
  const folders =
    isDynamic === true ? [...inRole, beside, playDirectory] : [beside, ...inRole, playDirectory];
  const paths = isAbsolute(name) ? [name] : [...new Set(folders.map((folder) => join(folder, name)))];
  const found = paths.find((path) => loading.files.kindOf(path) === 'file');
  if (found !== undefined) return found;
  const searched = paths.join(', ');
  loading.error({
    code: 'file-not-found',
    message: `there is no file of tasks '${name}'; looked for ${searched}`,
    span,
    hint: paths.map(similarFile).find((hint) => hint !== undefined),
  });
  return undefined;
}

interface ImplicitBlock {
  readonly block: Block;
  /** The block's own list, to be filled: its steps need the block as their parent. */
  readonly steps: Step[];
}

interface ImplicitBlockInput {
  readonly span: Span;
  readonly keywords: Keywords;
  readonly parent: Parent;
}

/** A block that stands for an import or include. */
export function implicitBlock({ span, keywords, parent }: ImplicitBlockInput): ImplicitBlock {
  const steps: Step[] = [];
  const block: Block = {
    kind: 'block',
    span,
    keywords,
    parent,
    implicit: true,
    block: steps,
    rescue: [],
    always: [],
  };
  return { block, steps };
}

/** The keywords that the imported tasks inherit. */
export function importKeywords(task: Task): Keywords {
  const keywords = new Map<string, KeywordValue>(task.keywords);
  for (const own of ['name', 'register', 'listen']) keywords.delete(own);
  return keywords;
}

/** Reports a loop on an import, which is read only once. */
export function refuseLoop(task: Task, loading: Loading): void {
  if (task.loop === undefined) return;
  const name = task.action.name;
  const message = `'${name}' cannot loop: it is read before the play starts`;
  loading.error({
    code: 'import-loop',
    message,
    span: task.loop.span,
    hint: `use '${name.replace('import', 'include')}'`,
  });
}

interface StaticTextInput {
  readonly task: Task;
  readonly scope: StepScope;
}

/** The text of an import's argument, which must be known before the play starts; undefined when it is not. */
export function staticText(value: Value | undefined, { task, scope }: StaticTextInput): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (!(value instanceof TemplateText)) return undefined;
  const { loading, playDirectory } = scope;
  const rendered = renderName(value, { loading, node: task, playDirectory });
  if (rendered !== undefined) return rendered;
  const { name } = task.action;
  const message = `'${name}' is read before the play starts, and '${value.text}' is not known then`;
  const hint = `use '${name.replace('import', 'include')}', or give the variables with --extra-vars`;
  loading.error({ code: 'dynamic-import', message, span: value.origin?.span ?? task.action.span, hint });
  return undefined;
}
