import { TemplateText } from './template-text.ts';
import { Float, ObjectValue, type Value } from './types.ts';

/** Python's name of the value's type, as in `type(x).__name__`. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    default:
  }
  if (value instanceof Float) return 'float';
  if (value instanceof TemplateText) return 'str';
  if (value instanceof ObjectValue) return value.typeName;
  if (value instanceof Map) return 'dict';
  return 'list';
}
