import { str } from '../values/printing.ts';
import type { Dict, Value } from '../values/types.ts';
import type { KeywordValue, RoleInvocation, Task } from './ast.ts';

/**
 * The task that stands before a role's own ones and checks its variables: one when the role's argument spec knows the
 * file of tasks that is played, none otherwise. It carries the tag `always`.
 */
export function validationTasks(invocation: RoleInvocation, tasksFrom = 'main'): readonly Task[] {
  const { role } = invocation;
  const spec = role.argumentSpecs?.entryPoints.get(tasksFrom);
  if (role.argumentSpecs === undefined || !(spec instanceof Map) || spec.size === 0) return [];
  const { file, span } = role.argumentSpecs;
  const keyword = (value: Value): KeywordValue => ({ value, span });
  const summary = spec.get('short_description');
  const title = `Validating arguments against arg spec '${tasksFrom}'`;
  const args: Dict = new Map<Value, Value>([
    ['argument_spec', spec.get('options') ?? new Map<Value, Value>()],
    ['provided_arguments', invocation.params],
    [
      'validate_args_context',
      new Map<Value, Value>([
        ['type', 'role'],
        ['name', role.name],
        ['argument_spec_name', tasksFrom],
        ['path', role.path],
      ]),
    ],
  ]);
  const task: Task = {
    kind: 'task',
    span,
    file,
    keywords: new Map([
      ['name', keyword(summary === undefined || summary === null ? title : `${title} - ${str(summary)}`)],
      ['tags', keyword(['always'])],
    ]),
    parent: invocation,
    action: { name: 'ansible.builtin.validate_argument_spec', args, span, argSpans: new Map() },
    role: invocation,
  };
  return [task];
}
