import { formatFloat } from '../values/float-text.ts';
import { Float, ObjectValue, type Value } from '../values/types.ts';

/** A Python complex number. It comes only out of text that is one, and can be printed and compared. */
export class Complex extends ObjectValue {
  readonly typeName = 'complex';
  readonly real: number;
  readonly imaginary: number;
  constructor(real: number, imaginary: number) {
    super();
    this.real = real;
    this.imaginary = imaginary;
  }
  override truth(): boolean {
    return this.real !== 0 || this.imaginary !== 0;
  }
  override getAttribute(name: string): Value | undefined {
    if (name === 'real') return new Float(this.real);
    return name === 'imag' ? new Float(this.imaginary) : undefined;
  }
  override equals(other: Value): boolean {
    return other instanceof Complex && other.real === this.real && other.imaginary === this.imaginary;
  }
  override repr(): string {
    const imaginary = `${part(this.imaginary)}j`;
    if (Object.is(this.real, 0)) return imaginary;
    return `(${part(this.real)}${imaginary.startsWith('-') ? '' : '+'}${imaginary})`;
  }
}

/** A float without the `.0` of a whole number. */
function part(value: number): string {
  return formatFloat(value).replace(/\.0$/, '');
}

class EllipsisValue extends ObjectValue {
  readonly typeName = 'ellipsis';
  override repr(): string {
    return 'Ellipsis';
  }
}

/** Python's `...`. */
export const ellipsis: Value = new EllipsisValue();
