import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';
import { ModuleFailure } from '../result.ts';

/** A number as Python prints it, too. Throws ModuleFailure for lists and dicts. */
export function textOf(value: Value): string {
  if (value === null || typeof value === 'boolean' || Array.isArray(value) || value instanceof Map)
    throw new ModuleFailure(`a text is expected, not '${str(value)}'`);
  return str(value);
}
