import { basename, join } from 'node:path';
import type { Dict, Value } from '../values/types.ts';
import type { Handler, Keywords, Parent, Role, RoleInvocation, Step } from './ast.ts';
import { collectionsFor } from './collections.ts';
import { asHandlers } from './handlers.ts';
import { loadTasksAt } from './import-tasks.ts';
import { type RoleFiles, type RoleMeta, readMeta, readRole } from './role-data.ts';
import { readRoleEntry } from './role-entry.ts';
import { findRole, findRoleFile, type RoleSearch } from './roles.ts';
import type { StepLoader } from './scope.ts';
import { validationTasks } from './validation-task.ts';
import { valueIdentity } from './value-identity.ts';

export interface InvokeRoleInput extends RoleSearch {
  readonly keywords: Keywords;
  readonly params: Dict;
  readonly parent: Parent;
  readonly from?: RoleFiles;
  /** Whether it may run again on a host that has run it with the same parameters. */
  readonly mayRepeat?: boolean;
  /** Whether its argument spec is checked before its tasks, as it is unless `rolespec_validate` says otherwise. */
  readonly validates?: boolean;
  readonly loadSteps: StepLoader;
  /** The files of tasks that are being loaded. */
  readonly trail: readonly string[];
  /** The paths of the roles whose dependencies are being loaded, outermost first. */
  readonly dependents?: readonly string[];
}

/** Loads one use of a role with the roles it depends on; undefined when there is no such role, which is reported. */
export function invokeRole(input: InvokeRoleInput): RoleInvocation | undefined {
  const { loading, span } = input;
  const dependents = input.dependents ?? [];
  const collections = [...(input.collections ?? []), ...collectionsFor(input.parent)];
  const found = findRole({ ...input, collections });
  if (found === undefined) return undefined;
  if (dependents.includes(found.path)) {
    const cycle = [...dependents.slice(dependents.indexOf(found.path)), found.path];
    const names = cycle.map((path) => basename(path));
    const message = `roles depend on each other in a circle: ${names.join(' -> ')}`;
    loading.error({ code: 'role-cycle', message, span });
    return undefined;
  }
  loading.loadedRoles.add(found.path);
  const meta = readMeta(found, loading);
  const role = readRole({ found, meta, from: input.from ?? {}, loading });
  const tasks: Step[] = [];
  const handlers: Handler[] = [];
  const dependencies: RoleInvocation[] = [];
  const invocation: RoleInvocation = {
    kind: 'role',
    span,
    role,
    params: input.params,
    keywords: input.keywords,
    parent: input.parent,
    tasks,
    handlers,
    dependencies,
    identity: input.mayRepeat === true || role.allowDuplicates ? undefined : identityOf(role, input),
  };
  const forDependencies = { ...input, dependents: [...dependents, found.path] };
  dependencies.push(...loadDependencies({ invocation, meta, input: forDependencies }));
  if (input.validates !== false) tasks.push(...validationTasks(invocation, input.from?.tasks));
  tasks.push(...loadSection({ invocation, section: 'tasks', input }));
  handlers.push(...asHandlers(loadSection({ invocation, section: 'handlers', input }), loading));
  return invocation;
}

/** The invocations in order of play: those that one depends on, and then itself. */
export function withDependencies(invocation: RoleInvocation): readonly RoleInvocation[] {
  return [...invocation.dependencies.flatMap(withDependencies), invocation];
}

/** All steps of an invocation in order of play: those of the roles it depends on first. */
export function roleSteps(invocation: RoleInvocation): readonly Step[] {
  return withDependencies(invocation).flatMap(({ tasks }) => tasks);
}

function identityOf(role: Role, { params, keywords }: InvokeRoleInput): string {
  const given = [...keywords]
    .filter(([name]) => name !== 'name')
    .map(([name, { value }]) => [name, value] as const);
  return [role.path, valueIdentity(params), valueIdentity(new Map<Value, Value>(given))].join('\0');
}

interface Section {
  readonly invocation: RoleInvocation;
  readonly section: 'tasks' | 'handlers';
  readonly input: InvokeRoleInput;
}

function loadSection({ invocation, section, input }: Section): readonly Step[] {
  const { loading, span, playDirectory, loadSteps, trail } = input;
  const wanted = input.from?.[section];
  const { path: root, name } = invocation.role;
  const path = findRoleFile(loading.files, join(root, section, wanted ?? 'main'));
  if (path === undefined) {
    if (wanted !== undefined) {
      const message = `the role '${name}' has no file '${section}/${wanted}'; looked in ${join(root, section)}`;
      loading.error({ code: 'file-not-found', message, span });
    }
    return [];
  }
  const scope = { loading, parent: invocation, role: invocation, playDirectory, section, trail };
  return loadTasksAt(path, { scope, span, loadSteps });
}

interface Dependencies {
  readonly invocation: RoleInvocation;
  readonly meta: RoleMeta;
  readonly input: InvokeRoleInput;
}

function loadDependencies({ invocation, meta, input }: Dependencies): readonly RoleInvocation[] {
  return meta.dependencies.flatMap((node) => {
    const entry = readRoleEntry(node, {
      loading: input.loading,
      node: invocation,
      playDirectory: input.playDirectory,
    });
    if (entry === undefined) return [];
    const { from: _from, mayRepeat: _mayRepeat, validates: _validates, ...shared } = input;
    const besideRole = invocation.role.path;
    return invokeRole({ ...shared, ...entry, parent: invocation, besideRole }) ?? [];
  });
}
