/** Gives what went wrong in a render its place, and the hint of a near name. */

import { TsplayError } from '../errors.ts';
import { locationOf } from '../source/diagnostics.ts';
import { didYouMean } from '../util/nearest.ts';
import { UndefinedVariableError } from '../values/errors.ts';
import { withTrail } from './error-trail.ts';
import type { Frame, Run } from './frame.ts';
import { spanOf } from './span-of.ts';

/** The error as it leaves the render. One that has a place already keeps it: it is the innermost. */
export function renderError(error: unknown, run: Run): TsplayError {
  const known = asTsplayError(error);
  const span = known.span ?? spanOf(run.frame?.unit.origin, run.place);
  const hint = known.hint ?? nearName(known, run.frame);
  if (span === known.span && hint === known.hint) return known;
  const { code, message, fault, trail } = known;
  return new TsplayError({ code, message, fault, trail, span, hint, cause: known });
}

/**
 * Runs what another template or a macro does in place of the statement or call that is being evaluated. An error of
 * it says from where it was reached: `what` ("in the macro 'm', called") and the place.
 */
export function reachedFrom<T>(run: Run, what: string, body: () => T): T {
  const { frame, place } = run;
  try {
    return body();
  } catch (error) {
    const known = renderError(error, run);
    const span = spanOf(frame?.unit.origin, place);
    // Without end, the way is the problem itself, and each step of it the same.
    if (span === undefined || known.code === 'template-limit') throw known;
    throw withTrail(known, `${what} at ${locationOf(span)}`);
  }
}

function nearName(error: TsplayError, frame: Frame | undefined): string | undefined {
  if (!(error instanceof UndefinedVariableError) || error.missingName === undefined) return undefined;
  // Every name of one letter is near to every other.
  if (error.missingName.length < 2) return undefined;
  const near = error.isMember ? error.nearNames : (frame?.names() ?? []);
  return didYouMean(error.missingName, near);
}

function asTsplayError(error: unknown): TsplayError {
  if (error instanceof TsplayError) return error;
  if (error instanceof RangeError) {
    return new TsplayError({
      code: 'template-limit',
      message: 'the template is nested too deeply or makes a value that is too large',
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new TsplayError({ code: 'template-internal', message: reason, fault: 'internal', cause: error });
}
