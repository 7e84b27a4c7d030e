import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';

/** A value as the playbook has it: its templates are text. */
export function asWritten(value: Value): Value {
  if (value instanceof TemplateText) return value.text;
  if (Array.isArray(value)) return (value as readonly Value[]).map(asWritten);
  if (!(value instanceof Map)) return value;
  return new Map([...value].map(([key, item]) => [asWritten(key), asWritten(item)]));
}
