import { typeError, undefinedError } from '../../values/errors.ts';
import { intOf } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import { typeName } from '../../values/type-name.ts';
import { Undefined, type Value } from '../../values/types.ts';
import type { Filter } from '../plugins.ts';

export type FilterTable = Readonly<Record<string, Filter>>;

/** An optional int argument: null when it is None. */
export function optionalInt(value: Value, what: string): number | null {
  return value === null ? null : intValue(value, what);
}

export function intValue(value: Value, what: string): number {
  const int = intOf(value);
  if (int !== undefined) return Number(int);
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`${what} must be an int, not ${typeName(value)}`);
}

/** The text of a value that Jinja's text filters are given: anything, printed. */
export function softText(value: Value): string {
  return str(value);
}
