import type { Handler, Step, Task } from './ast.ts';
import type { Loading } from './loading.ts';

/** The handlers in a list that was loaded as one of handlers: blocks are left out, their handlers stay in them. */
export function asHandlers(steps: readonly Step[], loading: Loading): readonly Handler[] {
  return steps.flatMap((step) => {
    if (step.kind === 'block') return asHandlers(step.block, loading);
    if (isHandler(step)) return [step];
    loading.error({ code: 'bad-handler', message: 'a handler must be a task', span: step.span });
    return [];
  });
}

function isHandler(task: Task): task is Handler {
  return 'listen' in task;
}
