import type { Span } from '../source/span.ts';
import { mayHoldTemplate, TemplateText, type TextOrigin } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';
import { parsePythonLiteral } from './python-literal.ts';

/**
 * The value of `key=value` in an INI inventory: a Python literal if it is one, else the text. Text is the project's
 * own and may hold templates.
 */
export function iniValue(text: string, span: Span): Value {
  const makeText = (plain: string, offset: number): string | TemplateText =>
    mayHoldTemplate(plain) ? new TemplateText(plain, originAt(span, offset)) : plain;
  const literal = parsePythonLiteral(text, makeText);
  return literal === undefined ? makeText(text, quotesBefore(text, span)) : literal;
}

/** Places are exact unless quotes or escapes inside the value were undone; then they stay within it. */
function originAt(span: Span, offset: number): TextOrigin {
  return { span, locate: (index) => Math.min(span.start + offset + index, span.end) };
}

/** A value whose quotes the splitting of the line took away starts one further in its file. */
function quotesBefore(text: string, span: Span): number {
  return /["']/.test(span.file.text.charAt(span.start)) && !/^["']/.test(text) ? 1 : 0;
}
