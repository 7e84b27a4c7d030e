import type { Value } from '../values/types.ts';
import type { KeywordValue, Parent, Play, RoleInvocation, Task } from './ast.ts';

/** A task, or anything that it inherits from. */
export type Inheriting = Task | Parent;

/** A node and what it inherits from, from the inside out: the task, its blocks and roles, the play. */
export function lineage(node: Inheriting): readonly Inheriting[] {
  const nodes: Inheriting[] = [];
  for (
    let at: Inheriting | undefined = node;
    at !== undefined;
    at = at.kind === 'play' ? undefined : at.parent
  ) {
    nodes.push(at);
  }
  return nodes;
}

/** A keyword as it holds for a task: the innermost one that is written. */
export function effectiveKeyword(node: Inheriting, name: string): KeywordValue | undefined {
  for (
    let at: Inheriting | undefined = node;
    at !== undefined;
    at = at.kind === 'play' ? undefined : at.parent
  ) {
    const found = at.keywords.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All tags of a task and of what it stands in, outermost first, each once. A template may stand for several. */
export function accumulatedTags(node: Inheriting): readonly Value[] {
  return [
    ...new Set(
      written(node, 'tags')
        .toReversed()
        .flatMap(({ value }) => listOf(value)),
    ),
  ];
}

/** All conditions that a task's run depends on, outermost first. Each value is a list of expressions. */
export function accumulatedConditions(node: Inheriting): readonly KeywordValue[] {
  return written(node, 'when').toReversed();
}

/** The `environment` of a task, outermost first: later ones win. Each value is a list of dicts and templates. */
export function environmentLayers(node: Inheriting): readonly KeywordValue[] {
  return written(node, 'environment').toReversed();
}

/** The `module_defaults` of a task, outermost first: later ones win. Each value is a list of dicts by module. */
export function moduleDefaultsLayers(node: Inheriting): readonly KeywordValue[] {
  return written(node, 'module_defaults').toReversed();
}

/** The `vars` of a task and its blocks, innermost first. Those of roles and of the play have places of their own. */
export function varsLayers(node: Inheriting): readonly KeywordValue[] {
  return lineage(node).flatMap((at) =>
    at.kind === 'role' || at.kind === 'play' ? [] : (at.keywords.get('vars') ?? []),
  );
}

/** The role invocations that a task stands in, innermost first: its role, then those that depend on it. */
export function enclosingRoles(node: Inheriting): readonly RoleInvocation[] {
  return lineage(node).filter((at) => at.kind === 'role');
}

/** The play that a node stands in. */
export function playOf(node: Inheriting): Play {
  let at = node;
  while (at.kind !== 'play') at = at.parent;
  return at;
}

function written(node: Inheriting, name: string): readonly KeywordValue[] {
  return lineage(node).flatMap((at) => at.keywords.get(name) ?? []);
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [value];
}
