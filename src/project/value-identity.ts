import { TemplateText } from '../values/template-text.ts';
import { Float, type Value } from '../values/types.ts';

/** A text that is equal for equal values as they are written; the order of a dict's keys does not count. */
export function valueIdentity(value: Value): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof TemplateText) return `t${JSON.stringify(value.text)}`;
  if (value instanceof Float) return `f${value.value}`;
  if (value instanceof Map) {
    const pairs = Array.from(value, ([key, item]) => `${valueIdentity(key)}:${valueIdentity(item)}`);
    return `{${pairs.sort().join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(valueIdentity).join(',')}]`;
  return 'typeName' in value ? value.typeName : 'value';
}
