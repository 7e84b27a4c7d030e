/** Text to numbers, as Python's int() and float() read it. */

import { fromBigInt } from './numbers.ts';

const digitsOf: Readonly<Record<number, string>> = { 2: '[01]', 8: '[0-7]', 10: '[0-9]', 16: '[0-9a-f]' };
const prefixOf: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 16: '0x' };

/** `int(text, base)`; undefined where Python raises. Base 0 goes by the prefix. */
export function parseIntText(text: string, base = 10): number | bigint | undefined {
  const [, sign = '', body = ''] = /^([-+]?)([\s\S]*)$/.exec(text.trim().toLowerCase()) ?? [];
  if (base === 0) {
    const prefix = Object.entries(prefixOf).find(([, mark]) => body.startsWith(mark));
    return parseIntText(text, prefix === undefined ? 10 : Number(prefix[0]));
  }
  if (body.length > 4300) return undefined;
  const mark = prefixOf[base];
  const hasMark = mark !== undefined && body.startsWith(mark);
  const digits = hasMark ? body.slice(2).replace(/^_/, '') : body;
  const digit = digitsOf[base];
  if (digit === undefined) return parseOtherBase(sign, digits, base);
  if (!new RegExp(`^${digit}+(?:_${digit}+)*$`).test(digits)) return undefined;
  const magnitude = BigInt((mark ?? '') + digits.replaceAll('_', ''));
  return fromBigInt(sign === '-' ? -magnitude : magnitude);
}

function parseOtherBase(sign: string, digits: string, base: number): number | bigint | undefined {
  if (base < 2 || base > 36 || digits === '') return undefined;
  let value = 0n;
  for (const character of digits.replaceAll('_', '')) {
    const digit = Number.parseInt(character, 36);
    if (!(digit < base)) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return fromBigInt(sign === '-' ? -value : value);
}

/** `float(text)`; undefined where Python raises. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  const special = /^([-+]?)(?:(inf|infinity)|nan)$/.exec(trimmed);
  if (special !== null) {
    if (special[2] === undefined) return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const digits = '[0-9]+(?:_[0-9]+)*';
  const pattern = new RegExp(`^[-+]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[-+]?${digits})?$`);
  return pattern.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : undefined;
}
