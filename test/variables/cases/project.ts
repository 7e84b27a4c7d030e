import type { Block, Keywords, Parent, Play, RoleInvocation, Task } from '../../../src/project/ast.ts';
import type { Span } from '../../../src/source/span.ts';
import type { Dict, Value } from '../../../src/values/types.ts';

/** Small ASTs for tests of variables: only what the layers look at. */
const file = { path: 'play.yml', text: '' };
const span: Span = { file, start: 0, end: 0 };

export type Plain = Readonly<Record<string, Value>>;

export function dict(entries: Plain): Dict {
  return new Map<Value, Value>(Object.entries(entries));
}

export function keywords(entries: Plain): Keywords {
  return new Map(Object.entries(entries).map(([name, value]) => [name, { value, span }]));
}

export function makePlay(entries: Plain = {}, directory = '/nowhere'): Play {
  const nothing = { preTasks: [], roles: [], tasks: [], postTasks: [], handlers: [], importedRoles: [] };
  return { kind: 'play', span, file, directory, keywords: keywords(entries), ...nothing };
}

export interface RoleParts {
  readonly name: string;
  readonly parent: Parent;
  readonly defaults?: Plain;
  readonly vars?: Plain;
  readonly params?: Plain;
  readonly keywordVars?: Plain;
  readonly dependencies?: readonly RoleInvocation[];
}

export function makeRole(parts: RoleParts): RoleInvocation {
  return {
    kind: 'role',
    identity: parts.name,
    span,
    role: {
      name: parts.name,
      path: `/roles/${parts.name}`,
      defaults: dict(parts.defaults ?? {}),
      vars: dict(parts.vars ?? {}),
      allowDuplicates: false,
      argumentSpecs: undefined,
    },
    params: dict(parts.params ?? {}),
    keywords: keywords(parts.keywordVars === undefined ? {} : { vars: dict(parts.keywordVars) }),
    parent: parts.parent,
    tasks: [],
    handlers: [],
    dependencies: parts.dependencies ?? [],
  };
}

export function makeBlock(parent: Parent, vars: Plain, implicit = false): Block {
  const nothing = { block: [], rescue: [], always: [] };
  return { kind: 'block', span, keywords: keywords({ vars: dict(vars) }), parent, implicit, ...nothing };
}

export function makeTask(parent: Parent, vars: Plain = {}, role?: RoleInvocation): Task {
  const action = { name: 'debug', args: dict({}), span, argSpans: new Map() };
  const task = {
    kind: 'task',
    span,
    file,
    keywords: keywords({ vars: dict(vars) }),
    parent,
    action,
  } as const;
  return role === undefined ? task : { ...task, role };
}
