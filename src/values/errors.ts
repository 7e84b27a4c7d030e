import { TsplayError } from '../errors.ts';
import type { Undefined } from './types.ts';

export const typeErrorCode = 'template-type';

/** What Python calls a TypeError: an operation that the values' types do not have. */
export function typeError(message: string): TsplayError {
  return new TsplayError({ code: typeErrorCode, message });
}

/** What Python calls a ValueError, ZeroDivisionError, IndexError...: the type is right, the value is not. */
export function valueError(message: string): TsplayError {
  return new TsplayError({ code: 'template-value', message });
}

/** A bound that keeps a template from using up the machine. */
export function limitError(message: string): TsplayError {
  return new TsplayError({ code: 'template-limit', message });
}

/** Carries the missing name, so that whoever knows the scope can offer the nearest existing one. */
export class UndefinedVariableError extends TsplayError {
  readonly missingName: string | undefined;
  /** Whether it was looked for in a value (and not among the variables). */
  readonly isMember: boolean;
  /** Names that exist in that value. */
  readonly nearNames: readonly string[];
  constructor(value: Undefined) {
    super({ code: 'undefined-variable', message: value.message, span: value.span });
    this.missingName = value.missingName;
    this.isMember = value.isMember;
    this.nearNames = Array.from(value.nearNames());
  }
}

/** What to throw where a missing value is used: why its variable could not be rendered, when that is known. */
export function undefinedError(value: Undefined): TsplayError {
  return value.failure ?? new UndefinedVariableError(value);
}
