import type { Diagnostic } from '../errors.ts';
import type { Task } from '../project/ast.ts';
import type { Dict } from '../values/types.ts';
import type { Templar } from './dependencies.ts';
import { failureOf } from './task-result.ts';

export interface Judged {
  readonly task: Task;
  /** The task's name as shown, for the trail of errors. */
  readonly title: string;
  /** Sees the result as it is by then, under the name that `register` gives it. */
  readonly templar: () => Templar;
}

const verdicts = [
  ['changed_when', 'changed'],
  ['failed_when', 'failed'],
] as const;

/**
 * Changes a result by `changed_when` and `failed_when`, the task's own rules for what it means. A rule that cannot be
 * evaluated fails the task, whose result stays what it is otherwise. Returns what is wrong.
 */
export function applyVerdicts(result: Dict, { task, title, templar }: Judged): readonly Diagnostic[] {
  for (const [rule, verdict] of verdicts) {
    const keyword = task.keywords.get(rule);
    if (keyword === undefined) continue;
    try {
      const holds = templar().condition(keyword.value);
      result.set(verdict, holds);
      if (rule === 'failed_when') result.set('failed_when_result', holds);
    } catch (error) {
      const failure = failureOf(error, `in task '${title}'`);
      const message = failure.result.get('msg') ?? '';
      result.set('failed', true);
      result.set('msg', message);
      result.set(`${rule}_result`, message);
      return failure.diagnostics;
    }
  }
  return [];
}
