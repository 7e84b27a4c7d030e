import { valueError } from './errors.ts';
import type { Value } from './types.ts';
/** Python's `text % value`. */
export function formatPercent(text: string, _value: Value): string {
  throw valueError(text);
}
