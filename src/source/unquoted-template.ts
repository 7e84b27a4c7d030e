import type { Diagnostic } from '../errors.ts';
import type { Span } from './span.ts';

/** The most frequent mistake in a playbook: `key: {{ x }}`, which YAML takes for a mapping in a mapping. */
export function unquotedTemplate(span: Span): Diagnostic {
  const written = span.file.text.slice(span.start, span.end);
  return {
    severity: 'error',
    code: 'unquoted-template',
    message: 'a value that starts with {{ must be quoted: without quotes YAML reads it as a mapping',
    span,
    hint: quoteHint(written),
  };
}

/** How a value would stand in quotes. */
export function quoteHint(value: string): string {
  const quote = value.includes('"') || value.includes('\\') ? "'" : '"';
  const isShown = !value.includes(quote) && !value.includes('\n');
  return isShown
    ? `put the whole value in quotes: ${quote}${value}${quote}`
    : 'put the whole value in quotes';
}
