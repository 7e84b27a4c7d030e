import { str } from './printing.ts';
import { Float, type Value } from './types.ts';

const words: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'on', '1', 'true', 't', 'y', '1.0'].map((word) => [word, true] as const),
  ...['no', 'off', '0', 'false', 'f', 'n', '0.0'].map((word) => [word, false] as const),
]);

/**
 * The boolean that a value is, or that Ansible takes it for: yes, on, true, t, y, 1, 1.0 and their opposites in any
 * letter case, with blanks around. undefined for anything else.
 */
export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return words.get((value instanceof Float ? String(value.value) : str(value)).trim().toLowerCase());
}
