import type { Diagnostic } from '../errors.ts';
import type { SourceFile, Span } from '../source/span.ts';
import type { Dict } from '../values/types.ts';
import type { Handler, Keywords, Parent, RoleInvocation, Step } from './ast.ts';
import { asHandlers } from './handlers.ts';
import { findTasksFile, loadTasksAt } from './import-tasks.ts';
import { invokeRole, roleSteps, withDependencies } from './load-role.ts';
import { type LoadContext, startLoading } from './loading.ts';
import type { RoleFiles } from './role-data.ts';
import { loadSteps } from './steps.ts';

interface IncludeInput {
  readonly context: LoadContext;
  /** What the included steps inherit from: the block that the engine makes for the include. */
  readonly parent: Parent;
  /** Where the include stands. */
  readonly span: Span;
  /** The role that the including task belongs to. */
  readonly role?: RoleInvocation | undefined;
  /** The folder of the playbook. */
  readonly playDirectory: string;
}

export interface LoadTasksFileInput extends IncludeInput {
  /** The file that the including task stands in, beside which the path is looked for. */
  readonly from: SourceFile;
  readonly section?: 'tasks' | 'handlers';
}

export interface LoadedTasks {
  readonly steps: readonly Step[];
  /** The same, as handlers, when the section is `handlers`. */
  readonly handlers: readonly Handler[];
  /** Roles that import_role brings in with them. */
  readonly importedRoles: readonly RoleInvocation[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the tasks of an `include_tasks` while a play runs. In a role its path is looked for
 * in the role's folder of tasks first, then beside the including file, then beside the playbook.
 */
export function loadTasksFile(path: string, input: LoadTasksFileInput): LoadedTasks {
  const { context, parent, role, playDirectory, span, from } = input;
  const section = input.section ?? 'tasks';
  const loading = startLoading(context);
  const scope = { loading, file: from, parent, role, playDirectory, section, trail: [] };
  const found = findTasksFile(path, { scope, span, isDynamic: true });
  const steps = found === undefined ? [] : loadTasksAt(found, { scope, span, loadSteps });
  const handlers = section === 'handlers' ? asHandlers(steps, loading) : [];
  return { steps, handlers, importedRoles: loading.importedRoles, diagnostics: loading.diagnostics };
}

export interface LoadRoleInput extends IncludeInput {
  readonly from?: RoleFiles;
  readonly keywords?: Keywords;
  readonly params?: Dict;
  /** `allow_duplicates` of include_role: true unless it says otherwise. */
  readonly mayRepeat?: boolean;
  /** `rolespec_validate`: true unless it says otherwise. */
  readonly validates?: boolean;
}

export interface LoadedRole {
  readonly invocation?: RoleInvocation;
  /** The invocations in order of play: those that it depends on first, itself last. */
  readonly invocations: readonly RoleInvocation[];
  /** All their steps in order of play. */
  readonly steps: readonly Step[];
  /** Roles that import_role brings in with them. */
  readonly importedRoles: readonly RoleInvocation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the role of an `include_role` while a play runs. */
export function loadRole(name: string, input: LoadRoleInput): LoadedRole {
  const { context, parent, span, role, playDirectory, from } = input;
  const loading = startLoading(context);
  const invocation = invokeRole({
    name,
    span,
    parent,
    keywords: input.keywords ?? new Map(),
    params: input.params ?? new Map(),
    playDirectory,
    besideRole: role?.role.path,
    from: from ?? {},
    mayRepeat: input.mayRepeat ?? true,
    validates: input.validates ?? true,
    loading,
    loadSteps,
    trail: [],
  });
  const { importedRoles, diagnostics } = loading;
  if (invocation === undefined) return { invocations: [], steps: [], importedRoles, diagnostics };
  const invocations = withDependencies(invocation);
  return { invocation, invocations, steps: roleSteps(invocation), importedRoles, diagnostics };
}
