/** Gives what went wrong in a render its place, and the hint of a near name. */

import { TsplayError } from '../errors.ts';
import type { Span } from '../source/span.ts';
import { didYouMean } from '../util/nearest.ts';
import { UndefinedVariableError } from '../values/errors.ts';
import type { TextOrigin } from '../values/template-text.ts';
import type { Place } from './ast.ts';
import type { Frame, Run } from './frame.ts';

/** The span of a place in a text, when it is known where the text came from. */
export function spanOf(origin: TextOrigin | undefined, place: Place | undefined): Span | undefined {
  if (origin === undefined) return undefined;
  if (place === undefined) return origin.span;
  const start = origin.locate(place.start);
  const end = place.end > place.start ? origin.locate(place.end - 1) + 1 : start;
  return { file: origin.span.file, start, end: Math.max(start, end) };
}

/** The error as it leaves the render. One that has a place already keeps it: it is the innermost. */
export function renderError(error: unknown, run: Run): TsplayError {
  const known = asTsplayError(error);
  const span = known.span ?? spanOf(run.frame?.unit.origin, run.place);
  const hint = known.hint ?? nearName(known, run.frame);
  if (span === known.span && hint === known.hint) return known;
  const { code, message, fault, trail } = known;
  return new TsplayError({ code, message, fault, trail, span, hint, cause: known });
}

function nearName(error: TsplayError, frame: Frame | undefined): string | undefined {
  if (!(error instanceof UndefinedVariableError) || error.missingName === undefined) return undefined;
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
