import { basename, join } from 'node:path';
import { describeNode, type YamlNode } from '../source/node.ts';
import type { Span } from '../source/span.ts';
import { toValue } from '../source/to-value.ts';
import type { Dict, Value } from '../values/types.ts';
import type { Handler, Keywords, Parent, Role, RoleInvocation, Step } from './ast.ts';
import { asHandlers } from './handlers.ts';
import { loadTasksAt } from './import-tasks.ts';
import { textOf } from './keyword-value.ts';
import type { Loading } from './loading.ts';
import { readRoleEntry } from './role-entry.ts';
import { type FoundRole, findRole, findRoleFile, findVariableFiles } from './roles.ts';
import type { StepLoader } from './scope.ts';
import { valueIdentity } from './value-identity.ts';

/** Which of a role's files are read, without their extension; `main` where nothing is said. */
export interface RoleFiles {
  readonly tasks?: string | undefined;
  readonly handlers?: string | undefined;
  readonly defaults?: string | undefined;
  readonly vars?: string | undefined;
}

export interface InvokeRoleInput {
  readonly name: string;
  readonly span: Span;
  readonly keywords: Keywords;
  readonly params: Dict;
  readonly parent: Parent;
  readonly playDirectory: string;
  /** The path of the role that names it. */
  readonly besideRole?: string | undefined;
  readonly collections?: readonly string[];
  readonly from?: RoleFiles;
  /** Whether it may run again on a host that has run it with the same parameters. */
  readonly mayRepeat?: boolean;
  readonly loading: Loading;
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
  const found = findRole(input);
  if (found === undefined) return undefined;
  if (dependents.includes(found.path)) {
    const cycle = [...dependents.slice(dependents.indexOf(found.path)), found.path];
    const names = cycle.map((path) => basename(path));
    const message = `roles depend on each other in a circle: ${names.join(' -> ')}`;
    loading.error({ code: 'role-cycle', message, span });
    return undefined;
  }
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
    const entry = readRoleEntry(node, input.loading);
    if (entry === undefined) return [];
    const { from: _from, mayRepeat: _mayRepeat, ...shared } = input;
    const besideRole = invocation.role.path;
    return (
      invokeRole({ ...shared, ...entry, parent: invocation, besideRole, collections: meta.collections }) ?? []
    );
  });
}

interface RoleMeta {
  readonly dependencies: readonly YamlNode[];
  readonly allowDuplicates: boolean;
  readonly collections: readonly string[];
  readonly argumentSpecs: Dict | undefined;
}

function readMeta({ path, name }: FoundRole, loading: Loading): RoleMeta {
  const file = findRoleFile(loading.files, join(path, 'meta', 'main'));
  const root = file === undefined ? undefined : loading.readYaml(file)?.root;
  if (root !== undefined && root.kind !== 'mapping' && textOf(root) !== undefined) {
    const message = `meta/main.yml of the role '${name}' must be a mapping, not ${describeNode(root)}`;
    loading.error({ code: 'bad-role-meta', message, span: root.span });
  }
  const find = (key: string) =>
    root?.kind === 'mapping' ? root.entries.find((entry) => textOf(entry.key) === key)?.value : undefined;
  const dependencies = find('dependencies');
  const collections = find('collections');
  const duplicates = find('allow_duplicates');
  if (
    dependencies?.kind === 'mapping' ||
    (dependencies !== undefined && textOf(dependencies) !== undefined)
  ) {
    const message = `dependencies of a role must be a list, not ${describeNode(dependencies)}`;
    loading.error({ code: 'bad-role-meta', message, span: dependencies.span });
  }
  return {
    dependencies: dependencies?.kind === 'sequence' ? dependencies.items : [],
    allowDuplicates: duplicates !== undefined && toValue(duplicates, { trusted: false }) === true,
    collections:
      collections?.kind === 'sequence' ? collections.items.flatMap((item) => textOf(item) ?? []) : [],
    argumentSpecs: readArgumentSpecs(path, { loading, inMeta: find('argument_specs') }),
  };
}

interface ArgumentSpecsInput {
  readonly loading: Loading;
  readonly inMeta: YamlNode | undefined;
}

function readArgumentSpecs(path: string, { loading, inMeta }: ArgumentSpecsInput): Dict | undefined {
  const file = findRoleFile(loading.files, join(path, 'meta', 'argument_specs'));
  const root = file === undefined ? undefined : loading.readYaml(file)?.root;
  const own =
    root?.kind === 'mapping' ? root.entries.find(({ key }) => textOf(key) === 'argument_specs') : undefined;
  const node = own?.value ?? inMeta;
  const value = node === undefined ? undefined : toValue(node, { trusted: true, report: loading.report });
  return value instanceof Map ? value : undefined;
}

interface ReadRoleInput {
  readonly found: FoundRole;
  readonly meta: RoleMeta;
  readonly from: RoleFiles;
  readonly loading: Loading;
}

function readRole({ found, meta, from, loading }: ReadRoleInput): Role {
  const variables = (folder: 'defaults' | 'vars') =>
    readVariables(found, { folder, file: from[folder], loading });
  return {
    name: found.name,
    path: found.path,
    defaults: variables('defaults'),
    vars: variables('vars'),
    allowDuplicates: meta.allowDuplicates,
    argumentSpecs: meta.argumentSpecs,
  };
}

interface VariablesInput {
  readonly folder: 'defaults' | 'vars';
  readonly file: string | undefined;
  readonly loading: Loading;
}

function readVariables({ path, name }: FoundRole, { folder, file, loading }: VariablesInput): Dict {
  const merged: Dict = new Map();
  const paths = findVariableFiles(loading.files, join(path, folder, file ?? 'main'));
  if (file !== undefined && paths.length === 0) {
    const message = `the role '${name}' has no file '${folder}/${file}'; looked in ${join(path, folder)}`;
    loading.error({ code: 'file-not-found', message });
  }
  for (const variableFile of paths) {
    const root = loading.readYaml(variableFile)?.root;
    if (root === undefined) continue;
    const value = toValue(root, { trusted: true, report: loading.report });
    if (value instanceof Map) for (const [key, item] of value) merged.set(key, item);
    else if (value !== null) {
      const message = `a file of variables must be a mapping, not ${describeNode(root)}`;
      loading.error({ code: 'bad-variables', message, span: root.span });
    }
  }
  return merged;
}
