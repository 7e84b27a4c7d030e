import { dictGet } from '../../values/dict.ts';
import { assertDefined } from '../../values/equality.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { repr, str } from '../../values/printing.ts';
import { textOf } from '../../values/text.ts';
import { typeName } from '../../values/type-name.ts';
import { Tuple, type Value } from '../../values/types.ts';

export interface SubelementOptions {
  /** The way to the inner list: `a.b`, or a list of keys. */
  readonly path: Value;
  readonly skipMissing: boolean;
}

/** Each dict of a list (or of a dict's values) paired with each element of a list inside it. */
export function subelements(value: Value, { path, skipMissing }: SubelementOptions): readonly Tuple[] {
  const items = value instanceof Map ? [...value.values()] : value;
  if (!Array.isArray(items)) {
    assertDefined(value);
    throw typeError(`subelements takes a list of dicts or a dict of them, not ${typeName(value)}`);
  }
  const keys = keysOf(path);
  return items.flatMap((item) =>
    (innerList(item, keys, skipMissing) ?? []).map((inner) => new Tuple([item, inner])),
  );
}

function keysOf(path: Value): readonly Value[] {
  if (Array.isArray(path)) {
    return path;
  }
  const text = textOf(path);
  if (text === undefined) {
    throw typeError(`subelements takes a key or a list of keys, not ${typeName(path)}`);
  }
  return text.split('.');
}

function innerList(item: Value, keys: readonly Value[], skipMissing: boolean): readonly Value[] | undefined {
  let current = item;
  for (const key of keys) {
    if (!(current instanceof Map)) {
      throw typeError(`subelements: the key '${str(key)}' is looked up in a dict, not in ${repr(current)}`);
    }
    const next = dictGet(current, key);
    if (next === undefined) {
      if (skipMissing) {
        return undefined;
      }
      throw valueError(
        `subelements: there is no key '${str(key)}' in ${repr(current)}; skip_missing passes over such`,
      );
    }
    current = next;
  }
  if (!Array.isArray(current)) {
    throw typeError(
      `subelements: the key '${str(keys.at(-1) ?? '')}' must hold a list, not ${repr(current)}`,
    );
  }
  return current;
}
