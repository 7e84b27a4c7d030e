/** Strings by code point, as Python counts them; plain UTF-16 operations when the text has no surrogates. */

import { Markup } from './markup.ts';
import { TemplateText } from './template-text.ts';
import type { Value } from './types.ts';
import { VaultText } from './vault-text.ts';

/** The text of a str (also of one that may hold a template, is marked as safe, or encrypted); undefined for other types. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateText) return value.text;
  if (value instanceof Markup || value instanceof VaultText) return value.value;
  return undefined;
}

export function isText(value: Value): value is string | TemplateText | Markup | VaultText {
  return (
    typeof value === 'string' ||
    value instanceof TemplateText ||
    value instanceof Markup ||
    value instanceof VaultText
  );
}

function isSimple(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}

export function textLength(text: string): number {
  return isSimple(text) ? text.length : Array.from(text).length;
}

/** The characters of a text, one string each. */
export function characters(text: string): string[] {
  return isSimple(text) ? text.split('') : Array.from(text);
}

/** The character at a code point index (negative from the end); undefined out of range. */
export function characterAt(text: string, index: number): string | undefined {
  if (isSimple(text)) return text.at(index);
  return Array.from(text).at(index);
}

/** The code points from `start` up to `end`, both already within the text. */
export function textSlice(text: string, start: number, end: number): string {
  if (isSimple(text)) return text.slice(start, end);
  return Array.from(text).slice(start, end).join('');
}

/** The code point index of a UTF-16 offset. */
export function codePointIndex(text: string, offset: number): number {
  return offset < 0 ? offset : textLength(text.slice(0, offset));
}
