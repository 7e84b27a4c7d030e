import { bindArguments } from '../../values/arguments.ts';
import { typeError, undefinedError } from '../../values/errors.ts';
import { intOf } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import { Undefined, type Value } from '../../values/types.ts';
import type { Filter } from '../plugins.ts';

export type FilterTable = Readonly<Record<string, Filter>>;

/** Filters that take no arguments. */
export function plainFilters(filters: Readonly<Record<string, (value: Value) => Value>>): FilterTable {
  return Object.fromEntries(
    Object.entries(filters).map(([name, apply]): [string, Filter] => [
      name,
      (value, args) => {
        bindArguments(name, args, []);
        return apply(value);
      },
    ]),
  );
}

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

/** The text of a value that must be one already: some of Jinja's text filters do not print their operand first. */
export function hardText(value: Value, filter: string): string {
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`the filter '${filter}' needs a str, not ${typeName(value)}`);
}

/** The text of a value that Jinja's text filters are given: anything, printed. */
export function softText(value: Value): string {
  return str(value);
}
