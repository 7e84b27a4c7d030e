import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Builtins } from '../builtins.ts';
import { moduleDefaults } from '../engine/module-defaults.ts';
import { moduleOf } from '../engine/module-of.ts';
import { createProjectFiles, searchFolders } from '../engine/project-files.ts';
import { fullModuleName } from '../engine/run-state.ts';
import type { Diagnostic } from '../errors.ts';
import { checkArguments } from '../module/check-arguments.ts';
import { ENGINE_ACTIONS, shortActionName } from '../project/actions.ts';
import type { Handler, Play, Playbook, RoleInvocation, Task } from '../project/ast.ts';
import { isForeignModule } from '../project/foreign-modules.ts';
import { accumulatedConditions } from '../project/inherit.ts';
import { searchHint, similarFile } from '../source/file-search.ts';
import { didYouMean, nearestName } from '../util/nearest.ts';
import { toBoolean } from '../values/boolean-words.ts';
import type { ReadonlyDict, Value } from '../values/types.ts';
import { checkVarsFiles } from '../variables/vars-files.ts';
import { checkTemplates, diagnosticsOf } from './check-templates.ts';
import { tasksOf } from './listing.ts';
import { loadOwnModules } from './own-modules.ts';

/** Refuses by reading alone what could not work on any host: wrong arguments, template syntax, missing files. */
export async function checkProject(
  playbooks: readonly Playbook[],
  builtins: Builtins,
): Promise<readonly Diagnostic[]> {
  const plays = playbooks.flatMap((playbook) => playbook.plays);
  const tasks = plays.flatMap((play) => [...tasksOf(play), ...handlersOf(play)]);
  const unloadable = await loadOwnModules(tasks, builtins.dependencies.ownModules);
  return [...unloadable, ...plays.flatMap((play) => checkPlay(play, builtins))];
}

function checkPlay(play: Play, builtins: Builtins): readonly Diagnostic[] {
  const tasks = [...tasksOf(play), ...handlersOf(play)];
  return [
    ...diagnosticsOf(() => checkVarsFiles(play)),
    ...tasks.flatMap((task) => checkTask(task, play, builtins)),
    ...checkNotified(tasks, play),
  ];
}

function handlersOf(play: Play): readonly Handler[] {
  return [...play.roles.flatMap((invocation: RoleInvocation) => invocation.handlers), ...play.handlers];
}

function checkTask(task: Task, play: Play, builtins: Builtins): readonly Diagnostic[] {
  const module = moduleOf(task.action, builtins.dependencies);
  const syntax = checkTemplates(task, builtins);
  if (module === undefined && task.action.own !== undefined) return syntax;
  if (module === undefined) return [...syntax, ...checkForeign(task, builtins)];
  if (task.action.argsTemplate !== undefined) return syntax;
  const { args, freeForm, span, argSpans, argNameSpans } = task.action;
  const free: readonly (readonly [Value, Value])[] =
    freeForm === undefined || module.freeForm === undefined ? [] : [[module.freeForm, freeForm]];
  const defaults = knownDefaults(task, builtins);
  if (defaults === undefined) return [...syntax, ...checkFiles(task, play)];
  const named = new Map<Value, Value>([...defaults, ...args, ...free]);
  const wrong = checkArguments(module, named, { action: span, arguments: argSpans, names: argNameSpans });
  return [...syntax, ...wrong.map((problem) => asFarAsReached(problem, task)), ...checkFiles(task, play)];
}

/** Ansible looks at arguments when a host comes to the task: behind a condition, perhaps none ever does. */
function asFarAsReached(problem: Diagnostic, task: Task): Diagnostic {
  return accumulatedConditions(task).length === 0 ? problem : { ...problem, severity: 'warning' };
}

/** A task of a module that tsplay lacks fails whoever comes to it. One with a condition is often another system's. */
function checkForeign(task: Task, { dependencies: { modules } }: Builtins): readonly Diagnostic[] {
  const { name, span } = task.action;
  if (ENGINE_ACTIONS.has(shortActionName(name)) || !isForeignModule(name)) return [];
  if (accumulatedConditions(task).length > 0) return [];
  const message = `tsplay has no module '${name}': every host that comes to this task fails there`;
  return [
    { severity: 'warning', code: 'missing-module', message, span, hint: didYouMean(name, modules.keys()) },
  ];
}

/** What module_defaults give to a task; undefined when a template must tell. */
function knownDefaults(task: Task, { dependencies: { modules } }: Builtins): ReadonlyDict | undefined {
  let isKnown = true;
  const defaults = moduleDefaults({
    task,
    fullName: (name) => fullModuleName(name, modules),
    render: () => {
      isKnown = false;
      return null;
    },
  });
  return isKnown ? defaults : undefined;
}

const sourceFolders: Readonly<Record<string, 'files' | 'templates'>> = {
  copy: 'files',
  template: 'templates',
  unarchive: 'files',
};

/** A `src` that is written out, in a task that is always played, must be there. */
function checkFiles(task: Task, play: Play): readonly Diagnostic[] {
  const subfolder = sourceFolders[shortActionName(task.action.name)];
  const source = task.action.args.get('src');
  if (subfolder === undefined || typeof source !== 'string' || source.includes('://')) return [];
  if (toBoolean(task.action.args.get('remote_src') ?? false) !== false) return [];
  if (accumulatedConditions(task).length > 0 || task.loop !== undefined) return [];
  if (task.action.args.has('content')) return [];
  const found = isAbsolute(source)
    ? existsSync(source) || similarFile(source)
    : fileIsThere(task, play, source, subfolder);
  if (found === true) return [];
  return [
    {
      severity: 'error',
      code: 'file-not-found',
      message: `could not find the file '${source}' of this task`,
      span: task.action.argSpans.get('src') ?? task.action.span,
      hint: typeof found === 'string' ? found : undefined,
    },
  ];
}

/** true, or where it was looked for. */
function fileIsThere(
  task: Task,
  play: Play,
  source: string,
  subfolder: 'files' | 'templates',
): true | string {
  const searched = createProjectFiles(searchFolders(task, play.directory)).search(source, subfolder);
  return searched.found === undefined ? searchHint(searched.candidates) : true;
}

/** A notification that is written out and that nobody answers to will end the run when it is sent: said beforehand. */
function checkNotified(tasks: readonly Task[], play: Play): readonly Diagnostic[] {
  if (tasks.some((task) => ['include_role', 'include_tasks'].includes(shortActionName(task.action.name))))
    return [];
  const known = handlersOf(play).flatMap((handler) => {
    const name = handler.keywords.get('name')?.value;
    const role = handler.role?.role.name;
    const own = name === undefined || name === null ? [] : [name];
    return [
      ...own,
      ...(role === undefined || typeof name !== 'string' ? [] : [`${role} : ${name}`]),
      ...handler.listen,
    ];
  });
  if (known.some((name) => typeof name !== 'string')) return [];
  const names = new Set(known as readonly string[]);
  return tasks.flatMap((task) => {
    const keyword = task.keywords.get('notify');
    if (keyword === undefined) return [];
    const notified = Array.isArray(keyword.value) ? (keyword.value as readonly Value[]) : [keyword.value];
    return notified
      .filter((name): name is string => typeof name === 'string' && !names.has(name))
      .map((name) => {
        const near = nearestName(name, names);
        return {
          severity: 'warning' as const,
          code: 'unknown-handler',
          message: `no handler of this play is called '${name}' or listens to it`,
          span: keyword.span,
          hint: near === undefined ? undefined : `did you mean '${near}'?`,
        };
      });
  });
}
