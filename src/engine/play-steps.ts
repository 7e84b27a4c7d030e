import type { Handler, KeywordValue, Play, Step, Task } from '../project/ast.ts';
import type { Value } from '../values/types.ts';
import type { NamedHandler } from './handlers.ts';
import type { GatheringOptions } from './options.ts';

/** What a play does after its facts: sections in order, the handlers being flushed after each. */
export function stepsOf(play: Play): readonly (readonly Step[])[] {
  const roles = play.roles.flatMap((invocation) => [...invocation.tasks]);
  return [play.preTasks, [...roles, ...play.tasks], play.postTasks];
}

/** The fact that says that gather_facts ran, which `setup` alone does not. */
export const FACTS_GATHERED = '_ansible_facts_gathered';

/** The implicit task that gathers facts, when the play asks for it (the default). It carries the tag `always`. */
export function gatherFactsTask(play: Play, settings?: GatheringOptions): Task {
  const keyword = (value: Value): KeywordValue => ({ value, span: play.span });
  const { subset, timeout, factPath } = settings ?? {};
  const args = new Map<Value, Value>();
  if (subset !== undefined) args.set('gather_subset', subset);
  if (timeout !== undefined) args.set('gather_timeout', timeout);
  if (factPath !== undefined) args.set('fact_path', factPath);
  for (const name of ['gather_subset', 'gather_timeout', 'fact_path']) {
    const written = play.keywords.get(name);
    if (written !== undefined) args.set(name, written.value);
  }
  return {
    kind: 'task',
    span: play.span,
    file: play.file,
    keywords: new Map([
      ['name', keyword('Gathering Facts')],
      ['tags', keyword(['always'])],
    ]),
    parent: play,
    action: { name: 'ansible.builtin.gather_facts', args, span: play.span, argSpans: new Map() },
  };
}

/** All handlers of a play in the order in which they run: those of its roles, then its own. */
export function handlersOf(play: Play, render: (value: Value) => string): readonly NamedHandler[] {
  const ofRoles = [...play.roles, ...play.importedRoles].flatMap((invocation) => [...invocation.handlers]);
  return [...ofRoles, ...play.handlers].map((handler) => nameHandler(handler, render));
}

/** A handler under the names that `notify` may use: its own, and `role : name`. */
export function nameHandler(handler: Handler, render: (value: Value) => string): NamedHandler {
  const written = handler.keywords.get('name');
  const own = written === undefined ? '' : render(written.value);
  const role = handler.role?.role.name;
  const names = own === '' ? [] : role === undefined ? [own] : [own, `${role} : ${own}`];
  return { handler, names, topics: handler.listen.map(render) };
}
