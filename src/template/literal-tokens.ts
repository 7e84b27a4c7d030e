import { decodePythonEscapes } from '../util/python-escapes.ts';
import { fromBigInt } from '../values/numbers.ts';
import { Bytes, Float, type Value } from '../values/types.ts';
import { Complex } from './complex.ts';

/** Strings and numbers as Python's source has them, for literals that a template printed. */

export interface StringToken {
  readonly value: string | Bytes;
  readonly end: number;
}

const PREFIX = /[rRuUbB]{0,2}(?=['"])/y;
const PREFIXES = ['', 'r', 'u', 'b', 'br', 'rb'];

/** The string that starts at an offset; undefined when there is none. */
export function readString(text: string, at: number): StringToken | undefined {
  PREFIX.lastIndex = at;
  const prefix = PREFIX.exec(text)?.[0].toLowerCase();
  if (prefix === undefined || !PREFIXES.includes(prefix)) {
    return undefined;
  }
  const open = at + prefix.length;
  const quote = text.charAt(open);
  const triple = quote.repeat(3);
  const closer = text.startsWith(triple, open) && closing(text, open + 3, triple) >= 0 ? triple : quote;
  const start = open + closer.length;
  const end = closing(text, start, closer);
  if (end < 0) {
    return undefined;
  }
  const body = text.slice(start, end);
  const isBytes = prefix.includes('b');
  const decoded = prefix.includes('r') ? body : decodeEscapes(body, isBytes);
  if (decoded === undefined || (isBytes && /[^\x00-\xff]/.test(decoded))) {
    return undefined;
  }
  const value = isBytes ? new Bytes(Buffer.from(decoded, 'latin1')) : decoded;
  return { value, end: end + closer.length };
}

/** undefined when an escape is malformed. */
function decodeEscapes(body: string, isBytes: boolean): string | undefined {
  const decoded = decodePythonEscapes(body, isBytes ? 'bytes' : 'str');
  return decoded.ok ? decoded.text : undefined;
}

/**
 * The offset of the quotes that close a string; -1 when none do. A loop, since a regular expression overflows the
 * stack on strings of some megabytes.
 */
function closing(text: string, from: number, closer: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === BACKSLASH) {
      at += 1;
    } else if (character === closer.charCodeAt(0) && text.startsWith(closer, at)) {
      return at;
    } else if (character === NEWLINE && closer.length === 1) {
      return -1;
    }
  }
  return -1;
}

const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;

export interface NumberToken {
  readonly value: Extract<Value, number | bigint | Float> | Complex;
  readonly end: number;
}

const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?|\d(?:_?\d)*\.?(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;

/** The number that starts at an offset; undefined when there is none. */
export function readNumber(text: string, at: number): NumberToken | undefined {
  NUMBER.lastIndex = at;
  const written = NUMBER.exec(text)?.[0];
  const end = at + (written?.length ?? 0);
  if (written === undefined || /^[\w.]/.test(text.slice(end, end + 1))) {
    return undefined;
  }
  const digits = written.replaceAll('_', '');
  if (/[jJ]$/.test(digits)) {
    return { value: new Complex(0, Number(digits.slice(0, -1))), end };
  }
  if (/^0[xob]/i.test(digits)) {
    return { value: fromBigInt(BigInt(digits)), end };
  }
  if (/[.eE]/.test(digits)) {
    return { value: new Float(Number(digits)), end };
  }
  // Python has no ints with leading zeros, but for zero itself.
  return /^0+[1-9]/.test(digits) ? undefined : { value: fromBigInt(BigInt(digits)), end };
}
