/** Python's arithmetic on int, float and bool. */

import { limitError, valueError } from './errors.ts';
import { limits } from './limits.ts';
import { type BinaryOperator, Float, type Value } from './types.ts';

/** A big int as the value that holds it: a number when it is safe. */
export function fromBigInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** The int of an int or bool; undefined for other types. */
export function intOf(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return undefined;
}

/** The number of an int, bool or float as a JS number (big ints lose digits); undefined for other types. */
export function floatOf(value: Value): number | undefined {
  if (value instanceof Float) return value.value;
  const int = intOf(value);
  return int === undefined ? undefined : Number(int);
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

function intArithmetic(operator: Exclude<BinaryOperator, '/' | '**'>, a: bigint, b: bigint): number | bigint {
  switch (operator) {
    case '+':
      return fromBigInt(a + b);
    case '-':
      return fromBigInt(a - b);
    case '*':
      if (bitLength(a) + bitLength(b) > limits.integerBits) throw tooBig();
      return fromBigInt(a * b);
    case '//': {
      const quotient = a / b;
      return fromBigInt(a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient);
    }
    case '%': {
      const rest = a % b;
      return fromBigInt(rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest);
    }
  }
}

function tooBig(): Error {
  return limitError(`an int of more than ${limits.integerBits} bits is not computed`);
}

function intPower(base: number | bigint, exponent: number | bigint): Value {
  if (exponent < 0) {
    // biome-ignore lint/suspicious/noDoubleEquals: number or bigint.
    if (base == 0) throw valueError('0.0 cannot be raised to a negative power');
    return new Float(Number(base) ** Number(exponent));
  }
  const big = BigInt(base);
  const bits = big === 0n || big === 1n || big === -1n ? 1 : bitLength(big);
  if (bits > 1 && bits * Number(exponent) > limits.integerBits) throw tooBig();
  if (bits === 1) {
    if (big === 0n) return BigInt(exponent) === 0n ? 1 : 0;
    return big === 1n || BigInt(exponent) % 2n === 0n ? 1 : -1;
  }
  return fromBigInt(big ** BigInt(exponent));
}

export function floatArithmetic(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw valueError('float division by zero');
      return a / b;
    case '//':
      if (b === 0) throw valueError('float floor division by zero');
      return Math.floor(a / b);
    case '%': {
      if (b === 0) throw valueError('float modulo');
      const rest = a % b;
      if (rest === 0) return b < 0 ? -0 : 0;
      return rest < 0 !== b < 0 ? rest + b : rest;
    }
    case '**': {
      if (a === 0 && b < 0) throw valueError('0.0 cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b)) throw valueError('complex numbers are not supported');
      const power = a ** b;
      if (!Number.isFinite(power) && Number.isFinite(a) && Number.isFinite(b)) {
        throw valueError("(34, 'Numerical result out of range')");
      }
      return power;
    }
  }
}

export function intOperation(operator: BinaryOperator, a: number | bigint, b: number | bigint): Value {
  if (operator === '**') return intPower(a, b);
  // biome-ignore lint/suspicious/noDoubleEquals: number or bigint.
  if (b == 0 && (operator === '/' || operator === '//' || operator === '%')) {
    throw valueError(operator === '/' ? 'division by zero' : 'integer division or modulo by zero');
  }
  if (operator === '/') return new Float(divideInts(a, b));
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = quickArithmetic(operator, a, b);
    if (quick !== undefined) return quick;
  }
  return intArithmetic(operator, BigInt(a), BigInt(b));
}

function divideInts(a: number | bigint, b: number | bigint): number {
  const quotient = Number(a) / Number(b);
  if (Number.isNaN(quotient) || !Number.isFinite(quotient)) {
    throw valueError('integer division result too large for a float');
  }
  return quotient;
}

/** The result when it is exact in a JS number. */
function quickArithmetic(
  operator: Exclude<BinaryOperator, '/' | '**'>,
  a: number,
  b: number,
): number | undefined {
  let result: number;
  switch (operator) {
    case '+':
      result = a + b;
      break;
    case '-':
      result = a - b;
      break;
    case '*':
      result = a * b;
      break;
    case '//':
      result = (a - quickModulo(a, b)) / b;
      break;
    case '%':
      result = quickModulo(a, b);
      break;
  }
  if (!Number.isSafeInteger(result)) return undefined;
  return result === 0 ? 0 : result;
}

function quickModulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}
