import { TsplayError } from '../errors.ts';

/** The same failure with one more step of the way to it, outermost first. */
export function withTrail(error: unknown, step: string): unknown {
  if (!(error instanceof TsplayError) || error.fault === 'internal') {
    return error;
  }
  return new TsplayError({
    code: error.code,
    message: error.message,
    span: error.span,
    hint: error.hint,
    fault: error.fault,
    trail: [step, ...error.trail],
    cause: error.cause ?? error,
  });
}

export const UNDEFINED_VARIABLE = 'undefined-variable';

export function isUndefinedError(error: unknown): error is TsplayError {
  return error instanceof TsplayError && error.code === UNDEFINED_VARIABLE;
}
