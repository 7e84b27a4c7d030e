import { textOf } from '../../values/text.ts';
import { Undefined, type Value } from '../../values/types.ts';
import { pathReader } from '../access.ts';

export type ReadKey = (item: Value) => Value;

/** What `attribute=` reads of an item: a dotted path; the item itself when it is None. */
export function attributeReader(attribute: Value, fallback: Value = null): ReadKey {
  if (attribute === null) return (item) => item;
  const read = pathReader(attribute);
  return (item) => {
    const value = read(item);
    return value instanceof Undefined && fallback !== null ? fallback : value;
  };
}

/** As `attributeReader`; several paths with commas between them give a list. */
export function multiAttributeReader(attribute: Value, prepare: ReadKey): ReadKey {
  const text = attribute === null ? undefined : textOf(attribute);
  if (text === undefined) {
    const read = attributeReader(attribute);
    return (item) => prepare(read(item));
  }
  const readers = text.split(',').map((path) => attributeReader(path));
  return (item) => readers.map((read) => prepare(read(item)));
}

/** Texts in lower case, so that sorting and grouping ignore case unless they are told not to. */
export function ignoringCase(isCaseSensitive: boolean): ReadKey {
  if (isCaseSensitive) return (value) => value;
  return (value) => textOf(value)?.toLowerCase() ?? value;
}
