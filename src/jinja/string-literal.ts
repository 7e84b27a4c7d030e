import type { Place } from './ast.ts';
import { TemplateSyntaxError } from './syntax-error.ts';

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The body of a string literal with Python's escapes; an unknown escape stays as it is written. */
export function decodeString(body: string, place: Place): string {
  if (!body.includes('\\')) return body;
  return body.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (all: string, octal?: string, byte?: string, short?: string, long?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const hex = byte ?? short ?? long;
      if (hex !== undefined) return fromHex(hex, place);
      if (letter === 'x' || letter === 'u' || letter === 'U') {
        throw new TemplateSyntaxError(
          `the escape \\${letter} in a string misses its hexadecimal digits`,
          place,
        );
      }
      return simple[letter ?? ''] ?? all;
    },
  );
}

function fromHex(hex: string, place: Place): string {
  const code = Number.parseInt(hex, 16);
  if (code > 0x10ffff) throw new TemplateSyntaxError(`\\U${hex} is not a character`, place);
  return String.fromCodePoint(code);
}
