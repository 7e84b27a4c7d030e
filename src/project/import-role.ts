import type { Value } from '../values/types.ts';
import type { Step, Task } from './ast.ts';
import { implicitBlock, importKeywords, refuseLoop, staticText } from './import-tasks.ts';
import { invokeRole, roleSteps, withDependencies } from './load-role.ts';
import type { StepLoader, StepScope } from './scope.ts';

/** Resolves `import_role`: the role's steps, and those it depends on, in a block that carries the import's keywords. */
export function importRole(task: Task, scope: StepScope, loadSteps: StepLoader): readonly Step[] {
  const { loading } = scope;
  const { args, argSpans, span } = task.action;
  refuseLoop(task, loading);
  if (scope.section === 'handlers') {
    loading.error({ code: 'unsupported-import', message: 'import_role cannot stand among handlers', span });
    return [];
  }
  const text = (value: Value | undefined) =>
    value === undefined ? undefined : staticText(value, { task, scope });
  const name = staticText(args.get('name') ?? args.get('role'), { task, scope });
  if (name === undefined) return [];
  const { block, steps } = implicitBlock({
    span: task.span,
    keywords: importKeywords(task),
    parent: scope.parent,
  });
  const invocation = invokeRole({
    name,
    span: argSpans.get('name') ?? argSpans.get('role') ?? span,
    keywords: new Map(),
    params: new Map(),
    parent: block,
    playDirectory: scope.playDirectory,
    besideRole: scope.role?.role.path,
    from: {
      tasks: text(args.get('tasks_from')),
      handlers: text(args.get('handlers_from')),
      defaults: text(args.get('defaults_from')),
      vars: text(args.get('vars_from')),
    },
    mayRepeat: args.get('allow_duplicates') !== false,
    validates: args.get('rolespec_validate') !== false,
    loading,
    loadSteps,
    trail: scope.trail,
  });
  if (invocation === undefined) return [];
  loading.importedRoles.push(...withDependencies(invocation));
  steps.push(...roleSteps(invocation));
  return [block];
}
