import { decodePythonEscapes } from '../util/python-escapes.ts';
import type { Place } from './ast.ts';
import { TemplateSyntaxError } from './syntax-error.ts';

/** The body of a string literal with Python's escapes; an unknown escape stays as it is written. */
export function decodeString(body: string, place: Place): string {
  if (!body.includes('\\')) return body;
  const decoded = decodePythonEscapes(body);
  if (decoded.ok) return decoded.text;
  throw new TemplateSyntaxError(describe(decoded.escape), place);
}

function describe(written: string): string {
  if (written === '\\N') return 'characters by name (\\N{...}) are not supported in a string';
  return written.length > 2
    ? `${written} is not a character`
    : `the escape ${written} in a string misses its hexadecimal digits`;
}
