import type { ResultData } from '../../src/module/result.ts';
import { Float } from '../../src/values/types.ts';

/** Result data as JSON has it: floats are numbers, absent values are gone. */
export function toPlain(value: ResultData): unknown {
  return JSON.parse(JSON.stringify(value, (_, item: unknown) => (item instanceof Float ? item.value : item)));
}
