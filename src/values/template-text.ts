import type { Span } from '../source/span.ts';

/**
 * Where each character of a piece of text came from. A YAML scalar is not one slice of its file (indentation,
 * escapes, folding), so positions inside it go through a mapping.
 */
export interface TextOrigin {
  /** The whole scalar in its file. */
  readonly span: Span;
  /** The file's offset of the text's `index`-th UTF-16 unit. */
  locate(index: number): number;
}

/**
 * Text that the project's author wrote and that may hold Jinja. The type is the trust: text from a managed host, a
 * lookup or a prompt is a plain string and can never become one of these on its way through the engine.
 */
export class TemplateText {
  readonly text: string;
  readonly origin: TextOrigin | undefined;
  constructor(text: string, origin?: TextOrigin) {
    this.text = text;
    this.origin = origin;
  }
}

/** Whether text holds anything that Jinja's default delimiters would open. */
export function mayHoldTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#');
}
