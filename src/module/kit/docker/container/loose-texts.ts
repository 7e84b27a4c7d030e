import { str } from '../../../../values/printing.ts';
import type { Value } from '../../../../values/types.ts';
import type { ModuleContext } from '../../../context.ts';

/** A dictionary of texts, in which numbers become their text, with a warning. */
export function looseTexts(
  context: ModuleContext,
  dict: ReadonlyMap<Value, Value>,
  name: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...dict].map(([key, value]) => {
      if (typeof value === 'string') return [String(key), value];
      const text = str(value);
      context.warn(
        `${name}: the value of '${String(key)}' is taken for the text '${text}': better write it in quotes`,
      );
      return [String(key), text];
    }),
  );
}
