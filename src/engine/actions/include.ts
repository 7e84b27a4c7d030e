import { resolve } from 'node:path';
import { TsplayError } from '../../errors.ts';
import type {
  Block,
  Handler,
  Keywords,
  KeywordValue,
  RoleInvocation,
  Step,
  Task,
} from '../../project/ast.ts';
import { loadRole, loadTasksFile } from '../../project/include.ts';
import { repr, str } from '../../values/printing.ts';
import type { Dict, Value } from '../../values/types.ts';
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
  readonly variables: Dict;
}

/** The request behind a result: the result itself stays what Ansible shows. */
const requests = new WeakMap<Dict, IncludeRequest>();

const roleOptions = ['tasks_from', 'handlers_from', 'vars_from', 'defaults_from'] as const;

/** Renders what is to be included for one host (and item); the steps are loaded when all hosts have said so. */
export function prepareInclude(call: HostActionCall): Dict {
  const { task, templar } = call;
  const { action } = task;
  const written = isAction(action, 'include_role')
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
  const variables: Dict = new Map(call.loopVariables ?? []);
  const own = task.keywords.get('vars')?.value;
  if (own instanceof Map) for (const [key, value] of own) variables.set(key, value);
  const options = isAction(action, 'include_role') ? roleOptions.map((option) => rendered(call, option)) : [];
  const key = JSON.stringify([name, ...options, repr(call.loopVariables ?? new Map())]);
  const result = resultOf({ changed: false, include: name, include_args: {} });
  requests.set(result, { key, name, variables });
  return result;
}

function rendered({ task, templar }: HostActionCall, option: string): string | undefined {
  const value = task.action.args.get(option);
  return value === undefined || value === null ? undefined : str(templar.render(value));
}

export interface IncludePlay {
  readonly play: PlayContext & Walk<RunHost>;
  readonly task: Task;
  readonly identity: TaskIdentity;
  readonly outcomes: ReadonlyMap<RunHost, TaskOutcome>;
  readonly place: Place;
}

/** Loads and plays what the hosts asked for: one walk for each distinct request, in the order of the requests. */
export async function playIncluded(include: IncludePlay): Promise<void> {
  const { play, identity, place, task } = include;
  const groups = groupRequests(include);
  const loaded = groups.map(({ request, hosts }) => ({ ...load(include, request), hosts }));
  for (const { file, hosts } of loaded) {
    const names = hosts.map((host) => host.name);
    if (isAction(task.action, 'include_tasks'))
      play.run.emit({ type: 'task-included', task: identity, file, hosts: names });
  }
  for (const { steps, hosts, handlers } of loaded) {
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

function groupRequests({ outcomes, play }: IncludePlay): readonly RequestGroup[] {
  const groups = new Map<string, RequestGroup>();
  for (const host of play.hosts) {
    const result = outcomes.get(host)?.result;
    if (result === undefined) continue;
    for (const each of [result, ...itemsOf(result)]) {
      const request = requests.get(each);
      if (request === undefined) continue;
      const group = groups.get(request.key) ?? { request, hosts: [] };
      groups.set(request.key, group);
      group.hosts.push(host);
    }
  }
  return [...groups.values()];
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
}

function load(include: IncludePlay, request: IncludeRequest): Loaded {
  const { task, play } = include;
  const input = {
    context: play.run.project,
    parent: includeBlock(task, request),
    span: task.action.span,
    role: task.role,
    playDirectory: play.play.directory,
  };
  return isAction(task.action, 'include_role')
    ? loadIncludedRole(include, request, input)
    : loadFile(include, request, input);
}

type IncludeInput = Parameters<typeof loadRole>[1];

function loadFile({ task, play }: IncludePlay, request: IncludeRequest, input: IncludeInput): Loaded {
  const loaded = loadTasksFile(request.name, { ...input, from: task.file });
  refuse(loaded.diagnostics, task);
  play.addRoles(loaded.importedRoles);
  const file = loaded.steps[0] === undefined ? request.name : fileOf(loaded.steps[0]);
  return { file, steps: loaded.steps, handlers: handlersOfRoles(loaded.importedRoles) };
}

function loadIncludedRole({ task, play }: IncludePlay, request: IncludeRequest, input: IncludeInput): Loaded {
  const text = (option: string): string | undefined => {
    const value = task.action.args.get(option);
    return value === undefined || value === null ? undefined : str(value);
  };
  const loaded = loadRole(request.name, {
    ...input,
    from: {
      tasks: text('tasks_from'),
      handlers: text('handlers_from'),
      vars: text('vars_from'),
      defaults: text('defaults_from'),
    },
    mayRepeat: task.action.args.get('allow_duplicates') !== false,
  });
  refuse(loaded.diagnostics, task);
  if (task.action.args.get('public') === true) play.addRoles(loaded.invocations);
  play.addRoles(loaded.importedRoles);
  return {
    file: request.name,
    steps: loaded.steps,
    handlers: handlersOfRoles([...loaded.invocations, ...loaded.importedRoles]),
  };
}

function handlersOfRoles(roles: readonly RoleInvocation[]): readonly Handler[] {
  return roles.flatMap((role) => [...role.handlers]);
}

function fileOf(step: Step): string {
  return resolve(step.span.file.path);
}

/** A file that cannot be read is a mistake in the project: it ends the run, as with Ansible. */
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
function includeBlock(task: Task, request: IncludeRequest): Block {
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
    includeVars: request.variables,
  };
  return block;
}

/** The keywords whose values are lists wherever the loader reads them. */
function listed(name: string, value: Value): Value {
  return ['tags', 'when', 'environment'].includes(name) && !Array.isArray(value) ? [value] : value;
}
