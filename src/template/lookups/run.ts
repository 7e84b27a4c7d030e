import { TsplayError } from '../../errors.ts';
import { withTrail } from '../../jinja/error-trail.ts';
import { didYouMean } from '../../util/nearest.ts';
import { assertDefined } from '../../values/equality.ts';
import { valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import { isTruthy } from '../../values/truth.ts';
import type { CallArguments, Value } from '../../values/types.ts';
import type { ActiveTask } from '../active-task.ts';
import type { Lookup } from './types.ts';

export interface LookupCall {
  readonly name: string;
  readonly terms: readonly Value[];
  readonly options?: ReadonlyMap<string, Value>;
  readonly templar: ActiveTask;
}

/** Runs a lookup by its name: for `with_<name>` and for `query`. @throws TsplayError `unknown-lookup` */
export function runLookup({ name, terms, options = new Map(), templar }: LookupCall): readonly Value[] {
  const lookup = requireLookup(name, templar);
  try {
    return lookup(terms, options, templar.lookupContext);
  } catch (error) {
    throw withTrail(error, `in the lookup '${name}'`);
  }
}

function requireLookup(name: string, { lookups }: ActiveTask): Lookup {
  const lookup = lookups.get(name);
  if (lookup === undefined) {
    throw new TsplayError({
      code: 'unknown-lookup',
      message: `there is no lookup '${name}'`,
      hint: didYouMean(name, lookups.keys()),
    });
  }
  return lookup;
}

export interface TemplateLookupCall {
  readonly args: CallArguments;
  readonly wantsList: boolean;
  readonly task: ActiveTask;
}

const ERROR_POLICIES = ['strict', 'warn', 'ignore'];

/** `lookup(name, term..., option=...)` in a template. */
export function callLookup({ args, wantsList, task }: TemplateLookupCall): Value {
  const [name, ...terms] = args.positional;
  if (name === undefined) {
    throw valueError('a lookup needs the name of what to look up with');
  }
  terms.forEach(assertDefined);
  const options = new Map(args.keyword);
  const asList = wantsList || isTruthy(options.get('wantlist') ?? false);
  const errors = str(options.get('errors') ?? 'strict');
  options.delete('wantlist');
  options.delete('errors');
  if (!ERROR_POLICIES.includes(errors)) {
    throw valueError(`a lookup's errors is strict, warn or ignore, not '${errors}'`);
  }
  // A name that is misspelt is no failure that `errors` could pass over.
  requireLookup(str(name), task);
  try {
    const found = runLookup({ name: str(name), terms, options, templar: task });
    return asList ? found : joined(found);
  } catch (error) {
    if (errors === 'strict' || !(error instanceof TsplayError) || error.fault === 'internal') {
      throw error;
    }
    if (errors === 'warn') {
      task.warn(error.message);
    }
    return asList ? [] : null;
  }
}

/** One result is itself, texts are joined by commas, anything else stays a list. */
function joined(found: readonly Value[]): Value {
  const [only] = found;
  if (found.length === 1 && only !== undefined) {
    return only;
  }
  return found.length > 0 && found.every((item) => typeof item === 'string') ? found.join(',') : found;
}
