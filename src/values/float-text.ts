/** A Python float as `repr` writes it: shortest digits, an exponent below 1e-4 and from 1e16 on. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  if (value === 0) return '0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${exponentSuffix(exponent)}`;
  const plain = exponent < 0 ? fixedSmall(mantissa, exponent) : value.toString();
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** The exponent with its sign and at least two digits. */
export function exponentSuffix(exponent: number): string {
  const digits = Math.abs(exponent).toString().padStart(2, '0');
  return (exponent < 0 ? '-' : '+') + digits;
}

function fixedSmall(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
}

/** A float as Python's `float.hex` writes it: `0x1.8000000000000p+0`. */
export function hexOfFloat(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const stored = Number(bits >> 52n);
  const fraction = (bits & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const exponent = stored === 0 ? -1022 : stored - 1023;
  return `${sign}0x${stored === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? '' : '+'}${exponent}`;
}
