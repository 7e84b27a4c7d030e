import { dictGet } from './dict.ts';
import { Tuple, type Value } from './types.ts';

/** An item of a dict, list or tuple: all that a format string may reach. */
export function getPlainMember(value: Value, key: string | number): Value | undefined {
  if (value instanceof Map) return dictGet(value, key);
  const items = value instanceof Tuple ? value.items : value;
  return Array.isArray(items) && typeof key === 'number' ? (items as readonly Value[])[key] : undefined;
}
