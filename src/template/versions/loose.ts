import { typeError } from '../../values/errors.ts';
import { orderLists, orderTexts } from './order.ts';

/** Python's LooseVersion: runs of digits are numbers, runs of letters are texts, and the two have no order. */
export function orderLoose(left: string, right: string): number {
  return orderLists(components(left), components(right), (a, b) => {
    if (typeof a === 'bigint' && typeof b === 'bigint') {
      return a === b ? 0 : a < b ? -1 : 1;
    }
    if (typeof a === 'string' && typeof b === 'string') {
      return orderTexts(a, b);
    }
    throw typeError(
      `the versions '${left}' and '${right}' have no order: one has '${a}' where the other has '${b}'`,
    );
  });
}

function components(version: string): readonly (bigint | string)[] {
  return version
    .split(/(\d+|[a-z]+|\.)/)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}
