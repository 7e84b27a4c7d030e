import { dirname, join, resolve } from 'node:path';
import { TsplayError } from '../../errors.ts';
import type { Target } from '../../module/context.ts';
import type { AnyModule } from '../../module/define.ts';
import { shortActionName } from '../../project/actions.ts';
import type { Task } from '../../project/ast.ts';
import { environmentLayers } from '../../project/inherit.ts';
import { nearestName } from '../../util/nearest.ts';
import { toBoolean } from '../../values/boolean-words.ts';
import { str } from '../../values/printing.ts';
import type { Dict, Value } from '../../values/types.ts';
import type { VariableScope } from '../../variables/types.ts';
import type { Templar } from '../dependencies.ts';
import { callModule } from '../module-call.ts';
import { moduleDefaults } from '../module-defaults.ts';
import { loadModuleOf } from '../module-of.ts';
import type { PlayContext } from '../play-context.ts';
import { FACTS_GATHERED } from '../play-steps.ts';
import { createProjectFiles, searchFolders } from '../project-files.ts';
import type { RunHost } from '../run-host.ts';
import { createTarget } from '../target.ts';
import type { HostActionCall } from './action-call.ts';
import { addHost, groupBy } from './add-host.ts';
import { prepareInclude } from './include.ts';
import { includeVariables } from './include-vars.ts';
import { isAction } from './names.ts';
import { type Invocation, runAsync } from './run-async.ts';

export interface ActionDone {
  readonly result: Dict;
  readonly delegatedTo: string | undefined;
}

/** Runs a task's action once for a host: what the engine does itself (includes), or a module. */
export async function runAction(call: HostActionCall): Promise<ActionDone> {
  const { task, play, host, templar } = call;
  const files = createProjectFiles(searchFolders(task, play.play.directory), play.run.project.vault);
  const defaults = moduleDefaults({
    task,
    fullName: (name) => play.run.fullModuleName(name),
    render: (value) => templar.render(value),
  });
  if (isAction(task.action, 'include_vars')) {
    const action = { ...task.action, args: new Map([...defaults, ...task.action.args]) };
    const folder =
      task.role === undefined ? dirname(resolve(task.file.path)) : join(task.role.role.path, 'vars');
    const { variables, result } = await includeVariables({
      action,
      templar,
      files,
      folder,
      vault: play.run.project.vault,
      variable: (name) => rendered(call.scope, templar, name),
    });
    for (const each of [host, ...call.sharedBy]) each.includeVariables(variables);
    return { result, delegatedTo: undefined };
  }
  const { action } = task;
  if (isAction(action, 'add_host')) return { result: addHost(call, defaults), delegatedTo: undefined };
  if (isAction(action, 'group_by')) return { result: groupBy(call, defaults), delegatedTo: undefined };
  if (isAction(action, 'include_tasks') || isAction(action, 'include_role')) {
    return { result: prepareInclude(call), delegatedTo: undefined };
  }

  const module = await loadModuleOf(action, play.run.dependencies);
  if (module === undefined) throw unknownModule(task, play);
  const delegate = delegateOf(call);
  const machine = delegate === undefined ? host : play.run.delegateHost(delegate, host);
  const invoke = (how: Invocation): Promise<Dict> =>
    callModule({
      module,
      action,
      defaults,
      templar,
      omit: play.run.dependencies.omit,
      hostName: host.name,
      checkMode: call.keywords.bool('check_mode') ?? play.run.options.check,
      diffMode: call.keywords.bool('diff') ?? play.run.options.diff,
      noLog: call.keywords.bool('no_log') ?? false,
      verbosity: play.run.options.verbosity,
      signal: how.signal,
      stopSignal: play.run.stopSignal,
      ask: play.run.ask,
      tell: (text) => play.run.emit({ type: 'message', text }),
      target: targetOf(call, { machine, module, ...how }),
      reach: () => ({ ...host.access(call.scope, call.keywords), delegatedTo: delegate }),
      job: how.job,
      controllerJob: (id) => play.run.jobs.get(host.name, id),
      files,
      variable: (name) => rendered(call.scope, templar, name),
      fact: (name) => machine.fact(name),
      begin: call.begin,
    });
  const limit = call.keywords.number('async') ?? 0;
  const result =
    limit > 0
      ? await runAsync({
          call,
          module,
          limit,
          invoke,
          target: targetOf(call, { machine, module, signal: call.signal }),
        })
      : await invoke({ signal: call.signal });
  rememberFacts(call, module, result, machine);
  const stats = result.get('ansible_stats');
  if (stats instanceof Map) play.run.customStats.add(host.name, stats);
  return { result, delegatedTo: delegate };
}

function delegateOf({ keywords }: HostActionCall): string | undefined {
  const delegate = keywords.value('delegate_to');
  return delegate === undefined || delegate === null || delegate === '' ? undefined : str(delegate);
}

function rendered(scope: VariableScope, templar: Templar, name: string): Value | undefined {
  const value = scope.get(name);
  return value === undefined ? undefined : templar.render(value);
}

interface TargetOfCall extends Invocation {
  readonly machine: RunHost;
  readonly module: AnyModule;
}

/** The machine is resolved when the module first uses it: one that never does (debug) needs no valid address. */
function targetOf(call: HostActionCall, { machine, module, signal, lane }: TargetOfCall): Target {
  const { play, host, task } = call;
  let opened: Target | undefined;
  const open = (): Target => {
    if (module.controllerOnly === true) {
      throw new TsplayError({
        code: 'controller-only',
        message: `the module '${module.name}' runs on the controller but asked for the machine`,
        fault: 'internal',
      });
    }
    if (opened === undefined) {
      const scope = machine === host ? call.scope : machine.scope(task);
      const { connection, become } = machine.access(scope, call.keywords);
      opened = createTarget({
        link: play.run.links.get(connection),
        become,
        environment: environmentOf(call),
        signal,
        lane,
      });
    }
    return opened;
  };
  return {
    run: async (script, options) => open().run(script, options),
    upload: async (content, directory) => open().upload(content, directory),
    probe: async (key, read) => open().probe(key, read),
    reconnect: async (timeoutMs) => open().reconnect(timeoutMs),
    get isLocal() {
      return open().isLocal;
    },
  };
}

/** The `environment` of play, blocks and task, outermost first: inner ones win per name. */
function environmentOf({ task, templar }: HostActionCall): Readonly<Record<string, string>> | undefined {
  const layers = environmentLayers(task);
  if (layers.length === 0) return undefined;
  const environment: Record<string, string> = {};
  for (const layer of layers) {
    const value = templar.render(layer.value);
    for (const part of Array.isArray(value) ? (value as readonly Value[]) : [value]) {
      if (!(part instanceof Map)) continue;
      for (const [name, text] of part) environment[str(name)] = str(text);
    }
  }
  return environment;
}

/**
 * set_fact sets variables; facts that other modules return become the host's (or the delegate's, if asked). Those of
 * a task that runs once hold for all its hosts.
 */
function rememberFacts(call: HostActionCall, module: AnyModule, result: Dict, machine: RunHost): void {
  const facts = result.get('ansible_facts');
  if (!(facts instanceof Map) || result.get('failed') === true) return;
  if (shortActionName(call.task.action.name) === 'gather_facts') facts.set(FACTS_GATHERED, true);
  const isCached = toBoolean(result.get('_ansible_facts_cacheable') ?? false) === true;
  result.delete('_ansible_facts_cacheable');
  const isDelegates = call.keywords.bool('delegate_facts') === true && machine !== call.host;
  for (const owner of isDelegates ? [machine] : [call.host, ...call.sharedBy]) {
    if (module.setsVariables === true) owner.setVariables(facts);
    if (module.setsVariables !== true || isCached) owner.setFacts(facts);
  }
}

function unknownModule(task: Task, play: PlayContext): TsplayError {
  const { name } = task.action;
  const near = nearestName(name, play.run.dependencies.modules.keys());
  return new TsplayError({
    code: 'unknown-module',
    message: `there is no module '${name}'`,
    span: task.action.span,
    hint: near === undefined ? undefined : `did you mean '${near}'?`,
  });
}
