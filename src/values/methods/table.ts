import { typeError, undefinedError } from '../errors.ts';
import { intOf } from '../numbers.ts';
import { textOf } from '../text.ts';
import { typeName } from '../type-name.ts';
import { type CallArguments, Undefined, type Value } from '../types.ts';

/** The methods of one type: what a template can call on a value of it. */
export type MethodTable<T> = ReadonlyMap<string, (self: T, args: CallArguments) => Value>;

export type Method<T> = (self: T, args: CallArguments) => Value;

export function methodTable<T>(methods: Readonly<Record<string, Method<T>>>): MethodTable<T> {
  return new Map(Object.entries(methods));
}

/** An argument that must be text. */
export function textArgument(value: Value, what: string): string {
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`${what} must be str, not ${typeName(value)}`);
}

/** An argument that must be an int. */
export function intArgument(value: Value, what: string): number {
  const int = intOf(value);
  if (int !== undefined) return Number(int);
  if (value instanceof Undefined) throw undefinedError(value);
  throw typeError(`${what} must be int, not ${typeName(value)}`);
}
