import { TsplayError } from '../errors.ts';
import { type ArgumentProblem, validateArguments } from '../module/arguments.ts';
import type { ModuleContext } from '../module/context.ts';
import type { AnyModule } from '../module/define.ts';
import { maskSecrets, secretTexts } from '../module/mask-secrets.ts';
import { ModuleFailure, type ModuleResult } from '../module/result.ts';
import type { Action } from '../project/ast.ts';
import { str } from '../values/printing.ts';
import { typeName } from '../values/type-name.ts';
import type { Dict, ReadonlyDict, Value } from '../values/types.ts';
import type { Templar } from './dependencies.ts';
import { withoutOmitted } from './omitted.ts';
import { resultOf } from './task-result.ts';

/** One call of a module for one host: what the module's context will be, and what its arguments are rendered with. */
export interface ModuleCall extends Omit<ModuleContext, 'action' | 'templating' | 'warn'> {
  readonly module: AnyModule;
  readonly action: Action;
  /** What `module_defaults` give: every other argument wins over them. */
  readonly defaults: ReadonlyDict;
  readonly templar: Templar;
  readonly omit: Value;
  /** Called when the arguments are rendered. */
  begin(): void;
}

/** Renders and validates the arguments, runs the module, and gives its result under Ansible's keys. */
export async function callModule(call: ModuleCall): Promise<Dict> {
  const { module, action } = call;
  const rendered = renderArguments(call);
  call.begin();
  const validation = validateArguments(module, rendered);
  if (!validation.ok) throw argumentError(action, validation.message, validation.problems);
  if (call.checkMode && module.check === 'none') {
    return resultOf({
      changed: false,
      skipped: true,
      msg: `remote module (${module.collection}.${module.name}) does not support check mode`,
    });
  }
  const warnings: string[] = [...validation.warnings];
  const result = await runGuarded(
    call,
    (context) => module.run(context, validation.args, validation.extra),
    warnings,
  );
  const shown = resultOf(
    warnings.length === 0 ? result : { ...result, warnings: [...(result.warnings ?? []), ...warnings] },
  );
  return maskSecrets(shown, secretTexts(module.args, validation.args));
}

async function runGuarded(
  call: ModuleCall,
  run: (context: ModuleContext) => Promise<ModuleResult>,
  warnings: string[],
): Promise<ModuleResult> {
  const context: ModuleContext = {
    hostName: call.hostName,
    action: call.action.name,
    checkMode: call.checkMode,
    diffMode: call.diffMode,
    noLog: call.noLog,
    verbosity: call.verbosity,
    signal: call.signal,
    target: call.target,
    reach: call.reach,
    job: call.job,
    stopSignal: call.stopSignal,
    ask: call.ask,
    tell: call.tell,
    controllerJob: call.controllerJob,
    files: call.files,
    templating: call.templar,
    variable: call.variable,
    fact: call.fact,
    warn: (message) => warnings.push(message),
  };
  try {
    return await run(context);
  } catch (error) {
    if (error instanceof ModuleFailure)
      return { failed: true, changed: false, msg: error.message, ...error.data };
    throw error;
  }
}

/** The arguments with every template rendered, except those that the module renders itself; omitted ones left out. */
function renderArguments(call: ModuleCall): ReadonlyMap<string, Value> {
  const { module, action, templar, omit } = call;
  const rendered = new Map<string, Value>();
  const unrendered = new Set<string>(module.raw ?? []);
  const add = (name: string, written: Value): void => {
    const value = unrendered.has(name) ? written : templar.render(written);
    if (value !== omit) rendered.set(name, withoutOmitted(value, omit));
  };
  for (const [key, value] of call.defaults) add(str(key), value);
  for (const [key, value] of wholeTemplate(call)) add(str(key), value);
  for (const [key, value] of action.args) {
    const name = templar.render(key);
    add(typeof name === 'string' ? name : String(name), value);
  }
  if (action.freeForm !== undefined) add(freeFormArgument(module, action), action.freeForm);
  return rendered;
}

/** `module: "{{ arguments }}"`: the dictionary that the one template gives; arguments written out win over it. */
function wholeTemplate({ action, templar }: ModuleCall): ReadonlyMap<Value, Value> {
  if (action.argsTemplate === undefined) return new Map();
  const value = templar.render(action.argsTemplate);
  if (value instanceof Map) return value;
  throw new TsplayError({
    code: 'module-arguments',
    message: `the arguments of '${action.name}' must be a dictionary, and the template gave a ${typeName(value)}`,
    span: action.span,
  });
}

function freeFormArgument(module: AnyModule, action: Action): string {
  if (module.freeForm !== undefined) return module.freeForm;
  throw new TsplayError({
    code: 'unexpected-free-form',
    message: `the module '${action.name}' takes no free-form text`,
    span: action.span,
    hint: `give its arguments by name: ${Object.keys(module.args).slice(0, 6).join(', ')}`,
  });
}

/** The error stands at the argument's own place where that is known. */
function argumentError(action: Action, message: string, problems: readonly ArgumentProblem[]): TsplayError {
  const diagnostics = problems.map((problem) => ({
    severity: 'error' as const,
    code: problem.code,
    message: problem.message,
    hint: problem.hint,
    span: (problem.argument === undefined ? undefined : action.argSpans.get(problem.argument)) ?? action.span,
  }));
  return new TsplayError({ code: 'module-arguments', message, span: action.span, diagnostics });
}
