import type { Task } from '../project/ast.ts';
import { accumulatedConditions, accumulatedTags } from '../project/inherit.ts';
import type { Dict, Value } from '../values/types.ts';
import { asWritten } from './as-written.ts';
import type { Templar } from './dependencies.ts';

/** The keywords of a task that a rescue section may ask for; null when they are not written. */
const keywordsShown = ['delegate_to', 'ignore_errors', 'notify', 'register', 'vars'];

/**
 * The variable `ansible_failed_task`: what of a task a rescue section may report. Values are rendered as they were for
 * the task; those of a loop, and those that cannot be rendered, are as they were written.
 */
export function failedTaskOf(task: Task, templar: Templar): Dict {
  const { action, keywords } = task;
  const shown = (value: Value): Value =>
    task.loop === undefined ? rendered(value, templar) : asWritten(value);
  const args: Dict = new Map(action.args);
  if (action.freeForm !== undefined) args.set('_raw_params', action.freeForm);
  return new Map<Value, Value>([
    ['name', shown(keywords.get('name')?.value ?? '')],
    ['action', action.name],
    ['args', shown(args)],
    ['tags', [...accumulatedTags(task)].map(asWritten)],
    ['when', accumulatedConditions(task).flatMap(({ value }) => asWritten(value))],
    ['loop', task.loop === undefined ? null : rendered(task.loop.value, templar)],
    ...keywordsShown.map((name) => [name, shown(keywords.get(name)?.value ?? null)] as const),
  ]);
}

function rendered(value: Value, templar: Templar): Value {
  try {
    return templar.render(value);
  } catch {
    // The task may have failed for this very reason.
    return asWritten(value);
  }
}
