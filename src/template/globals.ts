import { TsplayError } from '../errors.ts';
import { bindArguments } from '../values/arguments.ts';
import { omit } from '../values/omit.ts';
import { str } from '../values/printing.ts';
import { isTruthy } from '../values/truth.ts';
import { type CallArguments, Callable, Undefined, type Value } from '../values/types.ts';
import type { ActiveTask } from './active-task.ts';
import { fieldsAt } from './datetime/calendar.ts';
import { DateTime } from './datetime/date-time.ts';
import { formatInstant } from './filters/dates.ts';
import { callLookup } from './lookups/run.ts';

/** The names that every playbook's template knows. `current` is the task that is being rendered. */
export function createGlobals(current: () => ActiveTask | undefined): ReadonlyMap<string, Value> {
  const lookup = (name: string, wantsList: boolean): Callable =>
    new Callable(name, (args) => callLookup({ args, wantsList, task: required(current()) }));
  return new Map<string, Value>([
    ['lookup', lookup('lookup', false)],
    ['query', lookup('query', true)],
    ['q', lookup('q', true)],
    ['now', new Callable('now', now)],
    ['undef', new Callable('undef', undef)],
    ['omit', omit],
  ]);
}

function required(task: ActiveTask | undefined): ActiveTask {
  if (task === undefined) {
    throw new TsplayError({
      code: 'lookup-outside-task',
      message: 'a lookup was called outside of rendering',
      fault: 'internal',
    });
  }
  return task;
}

function now(args: CallArguments): Value {
  const bound = bindArguments('now', args, ['utc', 'fmt'], { utc: false, fmt: null });
  const milliseconds = Date.now();
  const zone = isTruthy(bound.utc) ? 'utc' : 'local';
  return bound.fmt === null
    ? new DateTime(fieldsAt(milliseconds, zone))
    : formatInstant(str(bound.fmt), milliseconds, zone);
}

/** A value that must be given by whoever uses the role. */
function undef(args: CallArguments): Value {
  const { hint } = bindArguments('undef', args, ['hint'], { hint: null });
  return new Undefined(hint === null ? 'a mandatory variable has not been overridden' : str(hint));
}
