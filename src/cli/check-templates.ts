import type { Builtins } from '../builtins.ts';
import { type Diagnostic, TsplayError } from '../errors.ts';
import type { Task } from '../project/ast.ts';
import { accumulatedConditions, accumulatedTags, effectiveKeyword, lineage } from '../project/inherit.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';

/**
 * Mistakes of a task's templates that can be found by compiling them. A filter or test that there is not is an error where
 * the template is rendered whatever happens, and a warning elsewhere: perhaps no host ever comes to it.
 */
export function checkTemplates(task: Task, builtins: Builtins): readonly Diagnostic[] {
  const conditions = accumulatedConditions(task);
  const isReached = failsForCertain(task);
  const isRendered = isReached && conditions.length === 0 && task.loop === undefined;
  const [first] = conditions;
  const firstText = isReached && first === task.keywords.get('when') ? textsIn(first?.value)[0] : undefined;
  return [
    ...templatesOf(task).flatMap((text) => mistakes(() => builtins.checkTemplate(text), isRendered)),
    ...conditionsOf(task).flatMap((text) =>
      mistakes(() => builtins.checkCondition(text), text === firstText),
    ),
  ];
}

function mistakes(check: () => void, isCertain: boolean): readonly Diagnostic[] {
  return diagnosticsOf(check).flatMap((problem): readonly Diagnostic[] => {
    if (problem.code === 'template-syntax') return [problem];
    if (problem.code !== 'template-plugin-unknown') return [];
    return [isCertain ? problem : { ...problem, severity: 'warning' }];
  });
}

/** Whether a mistake in a task ends the play: nothing skips the task, and nothing takes its failure up. */
function failsForCertain(task: Task): boolean {
  const isHandler = 'listen' in task;
  const tags = accumulatedTags(task);
  return (
    !isHandler &&
    !tags.includes('never') &&
    effectiveKeyword(task, 'ignore_errors') === undefined &&
    !lineage(task).some((at) => at.kind === 'block' && at.rescue.length > 0)
  );
}

/** Every template of a task: its arguments, keywords and loop. */
function templatesOf(task: Task): readonly TemplateText[] {
  const values = [...task.keywords].flatMap(([name, { value }]) => (isExpression(name) ? [] : [value]));
  const found = [task.action.args, task.action.freeForm, task.loop?.value, ...values].flatMap(textsIn);
  return found.filter((template) => template.text.includes('{'));
}

function conditionsOf(task: Task): readonly TemplateText[] {
  return [...task.keywords].flatMap(([name, { value }]) => (isExpression(name) ? textsIn(value) : []));
}

function textsIn(value: Value | undefined): readonly TemplateText[] {
  if (value instanceof TemplateText) return [value];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(textsIn);
  return value instanceof Map ? [...(value.values() as Iterable<Value>)].flatMap(textsIn) : [];
}

/** Keywords that are bare expressions: their text is no template. */
function isExpression(keyword: string): boolean {
  return ['when', 'changed_when', 'failed_when', 'until'].includes(keyword);
}

/** What is wrong by what a check throws. */
export function diagnosticsOf(check: () => void): readonly Diagnostic[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof TsplayError) return error.diagnostics;
    throw error;
  }
}
