import type { Span } from '../source/span.ts';
import type { TextOrigin } from '../values/template-text.ts';
import type { Place } from './ast.ts';

/** The span of a place in a text, when it is known where the text came from. */
export function spanOf(origin: TextOrigin | undefined, place: Place | undefined): Span | undefined {
  if (origin === undefined) return undefined;
  if (place === undefined) return origin.span;
  const start = origin.locate(place.start);
  const end = place.end > place.start ? origin.locate(place.end - 1) + 1 : start;
  return { file: origin.span.file, start, end: Math.max(start, end) };
}
