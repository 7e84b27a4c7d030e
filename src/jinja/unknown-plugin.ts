import { TsplayError } from '../errors.ts';
import { didYouMean } from '../util/nearest.ts';

/** A filter or test that no plugin provides. */
export function unknownPlugin(kind: 'filter' | 'test', name: string, known: Iterable<string>): TsplayError {
  return new TsplayError({
    code: 'template-plugin-unknown',
    message: `there is no ${kind} named '${name}'`,
    hint: didYouMean(name, known),
  });
}
