import { typeError, valueError } from '../../values/errors.ts';
import { floatOf } from '../../values/numbers.ts';
import { str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import type { Value } from '../../values/types.ts';

/** The text of an argument that must be a str. */
export function requireText(value: Value, what: string): string {
  const text = textOf(value);
  if (text === undefined) {
    throw typeError(`${what} must be a str, not ${typeName(value)}`);
  }
  return text;
}

/** An optional argument's text; None and absence are the same. */
export function optionalText(value: Value): string | undefined {
  return value === null ? undefined : str(value);
}

/** The number of an argument that must be a whole number (or text of one). */
export function requireInteger(value: Value, what: string): number {
  const text = textOf(value);
  const number = text !== undefined && /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : floatOf(value);
  if (number === undefined || !Number.isInteger(number)) {
    throw typeError(`${what} must be an integer, not ${text === undefined ? typeName(value) : `'${text}'`}`);
  }
  return number;
}

export function optionalInteger(value: Value, what: string): number | undefined {
  return value === null ? undefined : requireInteger(value, what);
}

/** An argument out of a closed list of words. */
export function requireChoice<const C extends string>(value: Value, choices: readonly C[], what: string): C {
  const text = str(value);
  const found = choices.find((choice) => choice === text);
  if (found === undefined) {
    throw valueError(`${what} must be one of ${choices.join(', ')}, not '${text}'`);
  }
  return found;
}
