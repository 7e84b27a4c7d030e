import { caseMethods } from './string-case.ts';
import { classMethods } from './string-class.ts';
import { formatMethods } from './string-format.ts';
import { searchMethods } from './string-search.ts';
import { splitMethods } from './string-split.ts';
import { trimMethods } from './string-trim.ts';
import { type MethodTable, methodTable } from './table.ts';

/** Python's methods of str. */
export const stringMethods: MethodTable<string> = methodTable<string>({
  ...caseMethods,
  ...classMethods,
  ...formatMethods,
  ...searchMethods,
  ...splitMethods,
  ...trimMethods,
});
