import { resolve } from 'node:path';
import { TsplayError } from '../../errors.ts';
import type {
  Action,
  Block,
  Handler,
  Keywords,
  KeywordValue,
  RoleInvocation,
  Step,
  Task,
} from '../../project/ast.ts';
import { loadRole, loadTasksFile } from '../../project/include.ts';
import type { RoleFiles } from '../../project/role-data.ts';
import { repr, str } from '../../values/printing.ts';
import { TemplateText } from '../../values/template-text.ts';
import type { Dict, ReadonlyDict, Value } from '../../values/types.ts';
import { asWritten } from '../as-written.ts';
import type { TaskIdentity } from '../events.ts';
import type { PlayContext } from '../play-context.ts';
import { nameHandler } from '../play-steps.ts';
import type { RunHost } from '../run-host.ts';
import { resultOf, type TaskOutcome } from '../task-result.ts';
import { type Place, type Walk, walkSteps } from '../walk.ts';
import type { HostActionCall } from './action-call.ts';
import { isAction } from './names.ts';

/** What one host (and item) wants included. Equal keys are included once, for all their hosts together. */
interface IncludeRequest {
  readonly key: string;
  /** The path or role as written and rendered. */
  readonly name: string;
  /** `tasks_from` and its like, rendered. */
  readonly from: RoleFiles;
  readonly variables: Dict;
  readonly loaded: Loaded;
  /** Loads it once more, for a host that asks for the same again. */
  readonly reload: () => Loaded;
}

/** The request behind a result: the result itself stays what Ansible shows. */
const requests = new WeakMap<Dict, IncludeRequest>();

/** What a task that is being played has loaded so far, by key: hosts that want the same share it. */
const loadedNow = new WeakMap<Task, Map<string, Loaded>>();

/**
 * Renders what is to be included for one host (and item), and loads it: what cannot be loaded fails the host. It is
 * played when all hosts have said what they want.
 */
export function prepareInclude(call: HostActionCall): Dict {
  const { task, templar, play } = call;
  const { action } = task;
  const isRole = isAction(action, 'include_role');
  const written = isRole
    ? (action.args.get('name') ?? action.args.get('role'))
    : (action.args.get('file') ?? action.args.get('_raw_params') ?? action.freeForm);
  if (written === undefined || written === null) {
    throw new TsplayError({
      code: 'missing-argument',
      message: `'${action.name}' does not say what to include`,
      span: action.span,
    });
  }
  const name = str(templar.render(written)).trim();
  const loopVariables = seenInside(call.loopVariables ?? new Map());
  const variables: Dict = new Map(loopVariables);
  const own = task.keywords.get('vars')?.value;
  if (own instanceof Map) for (const [key, value] of own) variables.set(key, value);
  const from = isRole ? roleFiles(call) : {};
  const key = JSON.stringify([name, from, repr(loopVariables)]);
  const known = loadedNow.get(task) ?? new Map<string, Loaded>();
  loadedNow.set(task, known);
  const reload = (): Loaded => load({ play, task, name, from, variables });
  const loaded = known.get(key) ?? reload();
  known.set(key, loaded);
  const result = resultOf({ changed: false });
  if (!isRole) result.set('include', name);
  result.set('include_args', writtenArgs(action, isRole ? [] : ['file', '_raw_params']));
  requests.set(result, { key, name, from, variables, loaded, reload });
  return result;
}

/** What is included sees the item of the loop around it, not how the loop names it. */
function seenInside(loopVariables: ReadonlyDict): Dict {
  const ofTheLoop = ['ansible_loop_var', 'ansible_index_var'];
  return new Map([...loopVariables].filter(([name]) => !ofTheLoop.includes(String(name))));
}

function roleFiles({ task, templar }: HostActionCall): RoleFiles {
  const text = (option: string): string | undefined => {
    const value = task.action.args.get(option);
    return value === undefined || value === null ? undefined : str(templar.render(value));
  };
  return {
    tasks: text('tasks_from'),
    handlers: text('handlers_from'),
    vars: text('vars_from'),
    defaults: text('defaults_from'),
  };
}

/** The arguments as the playbook has them, for the result: templates as text. */
function writtenArgs(action: Action, except: readonly string[]): Dict {
  const args: Dict = new Map();
  for (const [name, value] of action.args) {
    if (typeof name === 'string' && !except.includes(name)) args.set(name, asWritten(value));
  }
  return args;
}

export interface IncludePlay {
  readonly play: PlayContext & Walk<RunHost>;
  readonly task: Task;
  readonly identity: TaskIdentity;
  /** Those that came to the include, in the order of play. */
  readonly hosts: readonly RunHost[];
  readonly outcomes: ReadonlyMap<RunHost, TaskOutcome>;
  readonly place: Place;
}

/** Plays what the hosts asked for: one walk for each distinct request, in the order of the requests. */
export async function playIncluded(include: IncludePlay): Promise<void> {
  const { play, identity, place, task } = include;
  loadedNow.delete(task);
  const groups = groupRequests(include);
  for (const { request, hosts } of groups) {
    const names = hosts.map((host) => host.name);
    if (isAction(task.action, 'include_tasks'))
      play.run.emit({ type: 'task-included', task: identity, file: request.loaded.file, hosts: names });
  }
  for (const { request, hosts } of groups) {
    const { handlers, steps, roles } = request.loaded;
    play.addRoles(roles);
    play.notifications.add(
      handlers.map((handler) => nameHandler(handler, (value) => play.renderText(value))),
    );
    await walkSteps(play, steps, hosts, place);
  }
}

interface RequestGroup {
  readonly request: IncludeRequest;
  readonly hosts: RunHost[];
}

/** Hosts that ask for the same share it. What one host asks for twice is played twice. */
function groupRequests({ outcomes, hosts }: IncludePlay): readonly RequestGroup[] {
  const groups: RequestGroup[] = [];
  const byKey = new Map<string, RequestGroup[]>();
  for (const host of hosts) {
    const result = outcomes.get(host)?.result;
    if (result === undefined) continue;
    for (const each of [result, ...itemsOf(result)]) {
      const request = requests.get(each);
      if (request === undefined) continue;
      const same = byKey.get(request.key) ?? [];
      byKey.set(request.key, same);
      const open = same.find((group) => !group.hosts.includes(host));
      if (open !== undefined) {
        open.hosts.push(host);
        continue;
      }
      const loaded = same.length === 0 ? request.loaded : request.reload();
      const group: RequestGroup = { request: { ...request, loaded }, hosts: [host] };
      same.push(group);
      groups.push(group);
    }
  }
  return groups;
}

function itemsOf(result: Dict): readonly Dict[] {
  const items = result.get('results');
  return Array.isArray(items)
    ? (items as readonly Value[]).filter((item): item is Dict => item instanceof Map)
    : [];
}

interface Loaded {
  readonly file: string;
  readonly steps: readonly Step[];
  readonly handlers: readonly Handler[];
  /** Roles whose defaults and vars the play sees from then on. */
  readonly roles: readonly RoleInvocation[];
}

interface LoadCall {
  readonly play: PlayContext;
  readonly task: Task;
  readonly name: string;
  readonly from: RoleFiles;
  readonly variables: Dict;
}

function load(call: LoadCall): Loaded {
  const { task, play, variables } = call;
  const input = {
    context: play.run.project,
    parent: includeBlock(task, variables),
    span: task.action.span,
    role: task.role,
    playDirectory: play.play.directory,
  };
  return isAction(task.action, 'include_role') ? loadIncludedRole(call, input) : loadFile(call, input);
}

type IncludeInput = Parameters<typeof loadRole>[1];

function loadFile({ task, name }: LoadCall, input: IncludeInput): Loaded {
  const loaded = loadTasksFile(name, { ...input, from: task.file });
  refuse(loaded.diagnostics, task);
  const file = loaded.steps[0] === undefined ? name : fileOf(loaded.steps[0]);
  const roles = loaded.importedRoles;
  return { file, steps: loaded.steps, handlers: handlersOfRoles(roles), roles };
}

function loadIncludedRole({ task, name, from }: LoadCall, input: IncludeInput): Loaded {
  const mayRepeat = task.action.args.get('allow_duplicates') !== false;
  const validates = task.action.args.get('rolespec_validate') !== false;
  const loaded = loadRole(name, { ...input, from, mayRepeat, validates });
  refuse(loaded.diagnostics, task);
  const isPublic = task.action.args.get('public') === true;
  return {
    file: name,
    steps: loaded.steps,
    handlers: handlersOfRoles([...loaded.invocations, ...loaded.importedRoles]),
    roles: [...(isPublic ? loaded.invocations : []), ...loaded.importedRoles],
  };
}

function handlersOfRoles(roles: readonly RoleInvocation[]): readonly Handler[] {
  return roles.flatMap((role) => [...role.handlers]);
}

function fileOf(step: Step): string {
  return resolve(step.span.file.path);
}

/** What cannot be loaded fails the task, with everything that is wrong with it. */
function refuse(diagnostics: readonly TsplayError['diagnostics'][number][], task: Task): void {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  throw new TsplayError({
    code: first.code,
    message: first.message,
    span: first.span ?? task.span,
    diagnostics: errors,
  });
}

/**
 * What included steps inherit from: the surroundings of the include with `apply`, not the include's own keywords (its
 * tags and conditions decide on the include alone).
 */
function includeBlock(task: Task, variables: Dict): Block {
  const apply = task.action.args.get('apply');
  const keywords = new Map<string, KeywordValue>();
  if (apply instanceof Map) {
    for (const [name, value] of apply) {
      if (typeof name === 'string')
        keywords.set(name, { value: listed(name, value), span: task.action.span });
    }
  }
  const block: Block = {
    kind: 'block',
    span: task.span,
    keywords: keywords satisfies Keywords,
    parent: task.parent,
    block: [],
    rescue: [],
    always: [],
    implicit: true,
    includeVars: variables,
  };
  return block;
}

/** Lists and expressions are what the loader makes of them where they are written as keywords. */
function listed(name: string, value: Value): Value {
  if (!['tags', 'when', 'environment', 'module_defaults'].includes(name)) return value;
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return name === 'when' ? items.map(expression) : items;
}

function expression(value: Value): Value {
  return typeof value === 'string' ? new TemplateText(value) : value;
}
