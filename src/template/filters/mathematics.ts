import type { Filter } from '../../jinja/plugins.ts';
import { bindArguments } from '../../values/arguments.ts';
import { typeError, valueError } from '../../values/errors.ts';
import { floatArithmetic, floatOf } from '../../values/numbers.ts';
import { typeName } from '../../values/type-name.ts';
import { Float, type Value } from '../../values/types.ts';

/** Logarithms, powers and roots. Results are floats. */
export const mathFilters: Readonly<Record<string, Filter>> = {
  log: (value, args) => {
    const { base } = bindArguments('log', args, ['base'], { base: new Float(Math.E) });
    const number = requireNumber(value, 'log');
    const radix = requireNumber(base, 'log');
    if (number <= 0 || radix <= 0) {
      throw valueError('log() takes numbers above zero (math domain error)');
    }
    return new Float(logarithm(number, radix));
  },
  pow: (value, args) => {
    const { exponent } = bindArguments('pow', args, ['exponent']);
    return new Float(power(requireNumber(value, 'pow'), requireNumber(exponent, 'pow')));
  },
  root: (value, args) => {
    const { base } = bindArguments('root', args, ['base'], { base: 2 });
    const number = requireNumber(value, 'root');
    const degree = requireNumber(base, 'root');
    if (degree === 0) {
      throw valueError('root() takes a degree that is not zero (float division by zero)');
    }
    return new Float(degree === 2 ? squareRoot(number) : power(number, 1 / degree));
  },
};

function requireNumber(value: Value, filter: string): number {
  const number = floatOf(value);
  if (number === undefined) {
    throw typeError(`${filter}() can only be used on numbers, not ${typeName(value)}`);
  }
  return number;
}

/** Exact for the bases that have a function of their own. */
function logarithm(number: number, base: number): number {
  if (base === Math.E) {
    return Math.log(number);
  }
  return base === 10 ? Math.log10(number) : Math.log(number) / Math.log(base);
}

function power(base: number, exponent: number): number {
  if (base < 0 && !Number.isInteger(exponent)) {
    throw typeError(
      'pow() can only be used on numbers: a negative number has no such power (math domain error)',
    );
  }
  return floatArithmetic('**', base, exponent);
}

function squareRoot(number: number): number {
  if (number < 0) {
    throw typeError(
      'root() can only be used on numbers: a negative number has no square root (math domain error)',
    );
  }
  return Math.sqrt(number);
}
