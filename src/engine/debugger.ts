import { TsplayError } from '../errors.ts';
import { parsePythonLiteral } from '../inventory/python-literal.ts';
import type { Task } from '../project/ast.ts';
import { repr, str } from '../values/printing.ts';
import type { Dict, Value } from '../values/types.ts';
import type { DebuggerCommand, Path } from './debugger-commands.ts';
import { readDebuggerCommand } from './debugger-commands.ts';
import { runHostTask } from './host-task.ts';
import { readKeywords } from './keywords.ts';
import type { HostTaskCall } from './play-context.ts';
import type { ReadLine } from './prompts.ts';
import type { TaskOutcome } from './task-result.ts';

const HELP = `p NAME                    shows task, task.args, task_vars, host or result, or a key: result['msg']
task.args['key'] = VALUE  changes an argument for the next try
task_vars['key'] = VALUE  changes a variable, once update_task was given
u, update_task            takes the changed variables
r, redo                   runs the task again
c, continue               goes on with the result as it is
q, quit                   ends the run`;

/** Runs a task on a host; where `debugger` asks for it, the user looks at the outcome and may run it again. */
export async function runDebugged(call: HostTaskCall): Promise<TaskOutcome> {
  const { run } = call.play;
  let current = call;
  for (;;) {
    const outcome = await runHostTask(current);
    const { readLine } = run;
    if (readLine === undefined || !wantsDebugger(current, outcome) || run.stopSignal.aborted) return outcome;
    const next = await run.alone(() => new Session(current, outcome, readLine).talk());
    if (next === 'quit') run.stop();
    if (next === 'quit' || next === 'continue') return outcome;
    current = next;
  }
}

/** `debugger`, or what the strategy and the settings say of tasks that have none. */
function wantsDebugger({ play, task, host }: HostTaskCall, { status }: TaskOutcome): boolean {
  const byDefault = play.strategy.name === 'debug' || play.run.options.taskDebugger ? 'on_failed' : 'never';
  const written = readKeywords(task, play.templar(task, host)).text('debugger') ?? byDefault;
  switch (written) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'on_failed':
      return status === 'failed' || (byDefault === 'on_failed' && status === 'unreachable');
    case 'on_unreachable':
      return status === 'unreachable';
    case 'on_skipped':
      return status === 'skipped';
    default:
      throw new TsplayError({
        code: 'keyword-type',
        message: `debugger takes always, never, on_failed, on_unreachable or on_skipped, not '${written}'`,
        span: task.keywords.get('debugger')?.span ?? task.span,
      });
  }
}

/** One talk about one outcome: what was changed lives until the task is run again. */
class Session {
  readonly #call: HostTaskCall;
  readonly #outcome: TaskOutcome;
  readonly #readLine: ReadLine;
  readonly #args: Dict;
  readonly #variables: Dict;
  #task: Task;

  constructor(call: HostTaskCall, outcome: TaskOutcome, readLine: ReadLine) {
    this.#call = call;
    this.#outcome = outcome;
    this.#readLine = readLine;
    this.#task = call.task;
    this.#args = argumentsOf(call.task);
    this.#variables = new Map(call.variables ?? []);
  }

  async talk(): Promise<'continue' | 'quit' | HostTaskCall> {
    const { host, identity } = this.#call;
    let updated = this.#call.variables;
    for (;;) {
      const line = await this.#readLine(`[${host.name}] TASK: ${identity.name} (debug)> `);
      if (line === undefined) return 'quit';
      const command = readDebuggerCommand(line);
      if (command.kind === 'continue' || command.kind === 'quit') return command.kind;
      if (command.kind === 'redo') return { ...this.#call, task: this.#task, variables: updated };
      if (command.kind === 'update') updated = new Map(this.#variables);
      else this.#answer(command);
    }
  }

  #answer(
    command: Exclude<DebuggerCommand, { readonly kind: 'continue' | 'quit' | 'redo' | 'update' }>,
  ): void {
    switch (command.kind) {
      case 'nothing':
        return;
      case 'help':
        this.#say(HELP);
        return;
      case 'print':
        this.#print(command.path);
        return;
      case 'set':
        this.#set(command.path, command.literal);
        return;
      case 'unknown':
        this.#say(`'${command.text}' is no command; help lists them`);
        return;
      default:
        return;
    }
  }

  #print({ root, keys }: Path): void {
    try {
      let value = this.#valueOf(root, keys);
      const rest = root === 'task_vars' ? keys.slice(1) : keys;
      for (const key of rest) value = memberOf(value, key);
      const show = root === 'host' || root === 'task' ? str : repr;
      this.#say(value === undefined ? 'there is none of that name' : show(value));
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      this.#say(error.message);
    }
  }

  #valueOf(root: Path['root'], keys: Path['keys']): Value | undefined {
    const { host, identity, play } = this.#call;
    const scope = host.scope(this.#task, this.#variables);
    const templar = play.run.templar(this.#task, scope, play.play.directory);
    switch (root) {
      case 'host':
        return host.name;
      case 'task':
        return `TASK: ${identity.name}`;
      case 'task.args':
        return templar.render(this.#args);
      case 'result':
        return this.#outcome.secret ? 'hidden: no_log' : this.#outcome.result;
      case 'task_vars': {
        if (keys.length === 0) return [...scope.names()].sort();
        const value = scope.get(String(keys[0]));
        return value === undefined ? undefined : templar.render(value);
      }
      default:
        return root satisfies never;
    }
  }

  #set({ root, keys }: Path, literal: string): void {
    const [key] = keys;
    const value = parsePythonLiteral(literal);
    if (value === undefined || key === undefined || keys.length > 1) {
      this.#say(
        "a change is written as task.args['key'] = VALUE, with a text in quotes, a number, a list or a dict",
      );
      return;
    }
    if (root === 'task_vars') this.#variables.set(String(key), value);
    else if (root === 'task.args') this.#setArgument(String(key), value);
    else this.#say(`${root} cannot be changed`);
  }

  #setArgument(name: string, value: Value): void {
    this.#args.set(name, value);
    const { action } = this.#task;
    const changed =
      name === '_raw_params'
        ? { ...action, freeForm: value }
        : { ...action, args: new Map(action.args).set(name, value) };
    this.#task = { ...this.#task, action: changed };
  }

  #say(text: string): void {
    this.#call.play.run.emit({ type: 'message', text });
  }
}

function argumentsOf({ action }: Task): Dict {
  const args: Dict = new Map(action.args);
  if (action.freeForm !== undefined) args.set('_raw_params', action.freeForm);
  return args;
}

function memberOf(value: Value | undefined, key: string | number): Value | undefined {
  if (value instanceof Map) return value.get(key);
  if (!Array.isArray(value) || typeof key !== 'number') return undefined;
  return (value as readonly Value[]).at(key);
}
