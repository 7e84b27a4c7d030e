import { undefinedError } from './errors.ts';
import { TemplateText } from './template-text.ts';
import { Float, ObjectValue, Undefined, type Value } from './types.ts';
import { LenientUndefined } from './undefined.ts';

/** Python's `bool(value)`. A strict undefined is an error, since a condition on it is a mistake in the playbook. */
export function isTruthy(value: Value): boolean {
  if (value === null) return false;
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    case 'string':
      return value !== '';
    default:
  }
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof Map) return value.size > 0;
  if (value instanceof TemplateText) return value.text !== '';
  if (value instanceof ObjectValue) {
    if (value instanceof Undefined && !(value instanceof LenientUndefined)) throw undefinedError(value);
    return value.truth();
  }
  return value.length > 0;
}
