import { floatOf } from '../numbers.ts';
import { type Float, Tuple } from '../types.ts';
import { type MethodTable, methodTable } from './table.ts';

export const intMethods: MethodTable<number | bigint> = methodTable<number | bigint>({
  bit_length(int) {
    if (BigInt(int) === 0n) return 0;
    return BigInt(int).toString(2).replace('-', '').length;
  },
  bit_count: (int) => BigInt(int).toString(2).replace(/[^1]/g, '').length,
  conjugate: (int) => int,
});

export const floatMethods: MethodTable<Float> = methodTable<Float>({
  is_integer: (float) => Number.isInteger(float.value),
  conjugate: (float) => float,
  as_integer_ratio(float) {
    let denominator = 1;
    while (!Number.isInteger(float.value * denominator) && denominator < 2 ** 52) denominator *= 2;
    return new Tuple([Math.trunc((floatOf(float) ?? 0) * denominator), denominator]);
  },
});
