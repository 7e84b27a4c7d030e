import type { Keywords, Parent, Play, RoleInvocation, Task } from '../project/ast.ts';
import type { ReadonlyDict } from '../values/types.ts';

/**
 * Role defaults as a task of `own` sees them, strongest first: its own role's, those of the roles around it (which
 * include, import or depend on it), its dependencies', then those of all roles of the play, the last played first.
 */
export function roleDefaults(
  own: RoleInvocation | undefined,
  rolesOfPlay: readonly RoleInvocation[],
): readonly ReadonlyDict[] {
  const around = rolesAround(own).map((invocation) => invocation.role.defaults);
  const visible = visibleRoles(own, rolesOfPlay).map((invocation) => invocation.role.defaults);
  return [...new Set([...around, ...visible])];
}

/**
 * Role vars, strongest first: its own role's, its dependencies', those of the roles around it, then those of all roles
 * of the play. vars/main of a role stands above the `vars:` it is invoked with, as Ansible has it (all are visible to
 * the whole play, those of an import_role too).
 */
export function roleVars(
  own: RoleInvocation | undefined,
  rolesOfPlay: readonly RoleInvocation[],
): readonly ReadonlyDict[] {
  return visibleRoles(own, rolesOfPlay).flatMap((invocation) => [
    invocation.role.vars,
    ...givenVars(invocation),
  ]);
}

/** The `vars:` of a use of a role; those of an import stand on the block that it became. */
function givenVars({ keywords, parent }: RoleInvocation): readonly ReadonlyDict[] {
  const isImport = parent.kind === 'block' && parent.implicit && parent.includeVars === undefined;
  return [...varsOf(keywords), ...(isImport ? varsOf(parent.keywords) : [])];
}

/** Parameters of the task's role and of the roles around it, the nearest first. No other role sees them. */
export function roleParams(own: RoleInvocation | undefined): readonly ReadonlyDict[] {
  return rolesAround(own).map((invocation) => invocation.params);
}

/** The `vars:` of the blocks around a task, innermost first; those of roles and plays are layers of their own. */
export function blockVars(task: Task): readonly ReadonlyDict[] {
  const layers: ReadonlyDict[] = [];
  for (let parent: Parent | undefined = task.parent; parent !== undefined; parent = above(parent)) {
    if (parent.kind === 'block') layers.push(...varsOf(parent.keywords));
  }
  return layers;
}

/** The `vars:` of one node: a mapping, or a list of them of which the last is the strongest. */
export function varsOf(keywords: Keywords): readonly ReadonlyDict[] {
  const value = keywords.get('vars')?.value;
  if (value instanceof Map) return [value];
  return Array.isArray(value) ? value.filter((item) => item instanceof Map).reverse() : [];
}

function above(parent: Parent): Block['parent'] | undefined {
  return parent.kind === 'play' ? undefined : parent.parent;
}

type Block = Exclude<Parent, Play | RoleInvocation>;

/** The role itself and the roles that it stands in, the nearest first. */
function rolesAround(own: RoleInvocation | undefined): readonly RoleInvocation[] {
  const roles: RoleInvocation[] = [];
  for (let parent: Parent | undefined = own; parent !== undefined; parent = above(parent)) {
    if (parent.kind === 'role') roles.push(parent);
  }
  return roles;
}

function visibleRoles(
  own: RoleInvocation | undefined,
  rolesOfPlay: readonly RoleInvocation[],
): readonly RoleInvocation[] {
  const visible = new Set<RoleInvocation>();
  for (const invocation of rolesAround(own)) addWithDependencies(invocation, visible);
  for (const invocation of rolesOfPlay.toReversed()) addWithDependencies(invocation, visible);
  return [...visible];
}

function addWithDependencies(invocation: RoleInvocation, visible: Set<RoleInvocation>): void {
  visible.add(invocation);
  for (const dependency of invocation.dependencies.toReversed()) addWithDependencies(dependency, visible);
}
