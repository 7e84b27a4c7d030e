import { bindArguments } from '../arguments.ts';
import { valueError } from '../errors.ts';
import { hexOfFloat } from '../float-text.ts';
import { limits } from '../limits.ts';
import { fromBigInt } from '../numbers.ts';
import { isTruthy } from '../truth.ts';
import { Bytes, type CallArguments, type Float, Tuple } from '../types.ts';
import { intArgument, type MethodTable, methodTable, textArgument } from './table.ts';

function intToBytes(int: number | bigint, args: CallArguments): Bytes {
  const bound = bindArguments('to_bytes', args, ['length', 'byteorder', 'signed'], {
    length: 1,
    byteorder: 'big',
    signed: false,
  });
  const length = intArgument(bound.length, 'the length');
  if (length < 0 || length > limits.integerBits) throw valueError('the length is out of range');
  const bits = BigInt(length * 8);
  const value = BigInt(int);
  const isSigned = isTruthy(bound.signed);
  if (value < 0n && !isSigned) throw valueError("can't convert negative int to unsigned");
  if (BigInt.asUintN(length * 8, value) !== (value < 0n ? value + (1n << bits) : value)) {
    throw valueError('int too big to convert');
  }
  if (isSigned && BigInt.asIntN(length * 8, value) !== value) throw valueError('int too big to convert');
  const hex = BigInt.asUintN(length * 8, value).toString(16);
  const big = Buffer.from(length === 0 ? '' : hex.padStart(length * 2, '0'), 'hex');
  const order = textArgument(bound.byteorder, 'the byte order');
  if (order !== 'big' && order !== 'little') throw valueError("byteorder must be either 'little' or 'big'");
  return new Bytes(order === 'big' ? big : big.reverse());
}

export const intMethods: MethodTable<number | bigint> = methodTable<number | bigint>({
  bit_length(int) {
    if (BigInt(int) === 0n) return 0;
    return BigInt(int).toString(2).replace('-', '').length;
  },
  bit_count: (int) => BigInt(int).toString(2).replace(/[^1]/g, '').length,
  conjugate: (int) => int,
  as_integer_ratio: (int) => new Tuple([int, 1]),
  to_bytes: intToBytes,
});

function integerRatio({ value }: Float): Tuple {
  if (!Number.isFinite(value)) throw valueError(`cannot convert ${value} to an integer ratio`);
  let numerator = value;
  let denominator = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return new Tuple([fromBigInt(BigInt(numerator)), fromBigInt(denominator)]);
}

export const floatMethods: MethodTable<Float> = methodTable<Float>({
  is_integer: (float) => Number.isInteger(float.value),
  conjugate: (float) => float,
  as_integer_ratio: integerRatio,
  hex: (float) => hexOfFloat(float.value),
});
