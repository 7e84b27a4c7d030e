import type { Test } from '../../jinja/plugins.ts';
import { typeError } from '../../values/errors.ts';
import { isTruthy } from '../../values/truth.ts';
import type { ReadonlyDict, Value } from '../../values/types.ts';

/** What a registered result says about its task. */
const resultTest = (name: string, holds: (result: ReadonlyDict) => boolean): Test => {
  return (value) => {
    if (!(value instanceof Map)) {
      throw typeError(`the test '${name}' takes the result of a task (a dict)`);
    }
    return holds(value);
  };
};

const flag = (result: ReadonlyDict, name: string, fallback: Value = false): boolean =>
  isTruthy(result.get(name) ?? fallback);

/** A looped task's result changed when one of its items did, unless it says so itself. */
function isChanged(result: ReadonlyDict): boolean {
  const items = result.get('results');
  if (result.has('changed') || !Array.isArray(items)) {
    return flag(result, 'changed');
  }
  return items.some((item) => item instanceof Map && flag(item, 'changed'));
}

const failed = resultTest('failed', (result) => flag(result, 'failed'));
const succeeded = resultTest('succeeded', (result) => !flag(result, 'failed'));
const changed = resultTest('changed', isChanged);
const skipped = resultTest('skipped', (result) => flag(result, 'skipped'));

export const resultTests: Readonly<Record<string, Test>> = {
  failed,
  failure: failed,
  succeeded,
  success: succeeded,
  successful: succeeded,
  changed,
  change: changed,
  skipped,
  skip: skipped,
  reachable: resultTest('reachable', (result) => !flag(result, 'unreachable')),
  unreachable: resultTest('unreachable', (result) => flag(result, 'unreachable')),
  finished: resultTest('finished', (result) => flag(result, 'finished', true)),
  started: resultTest('started', (result) => flag(result, 'started', true)),
};
