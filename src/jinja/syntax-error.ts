import { TsplayError } from '../errors.ts';
import type { Place } from './ast.ts';

/** A problem of a template's text, with its place; who knows the text's origin turns it into a span. */
export class TemplateSyntaxError extends TsplayError {
  readonly place: Place;
  constructor(message: string, place: Place, code = 'template-syntax', hint?: string) {
    super({ code, message, hint });
    this.place = place;
  }
}
