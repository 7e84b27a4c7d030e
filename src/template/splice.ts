import type { TextOrigin } from '../values/template-text.ts';
import type { EscapedTemplate } from './escape-backslashes.ts';

/** The name of the function that stands for `{{ }}` in a condition. */
export const SPLICE = '__tsplay_spliced';

/**
 * A condition with `{{ x }}` as one expression: `'a{{ x }}' == y` becomes `('a' ~ (x)) == y`, and outside of quotes
 * `{{ x }}` becomes a call of SPLICE.
 */
export function spliceDelimiters(text: string, origin: TextOrigin | undefined): EscapedTemplate {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (text.startsWith('{{', at)) {
      const end = closing(text, at + 2);
      pieces.push(
        { text: `${SPLICE}(`, at, isAdded: true },
        { text: text.slice(at + 2, end), at: at + 2 },
        { text: ')', at: end },
      );
      at = end + 2;
    } else if (character === "'" || character === '"') {
      at = splitString(text, at, pieces);
    } else {
      pieces.push({ text: character, at });
      at += 1;
    }
  }
  return { text: pieces.map((piece) => piece.text).join(''), origin: mapped(pieces, origin) };
}

const LOOKUP_CALL = /\b(?:lookup|query|q)\s*\(/g;

/**
 * The terms of a lookup are templates of their own: `lookup('file', '{{ x }}.txt')` reads as
 * `lookup('file', ('' ~ (x) ~ '.txt'))`. Only what is written in the template itself: no value ever becomes one.
 */
export function spliceLookupTerms(text: string, origin: TextOrigin | undefined): EscapedTemplate {
  if (!/\b(?:lookup|query|q)\s*\(.*['"].*\{\{/s.test(text)) {
    return { text, origin };
  }
  const pieces: Piece[] = [];
  let at = 0;
  for (const call of text.matchAll(LOOKUP_CALL)) {
    if (call.index >= at) {
      const start = call.index + call[0].length;
      pieces.push({ text: text.slice(at, start), at });
      at = spliceArguments(text, start, pieces);
    }
  }
  pieces.push({ text: text.slice(at), at });
  return { text: pieces.map((piece) => piece.text).join(''), origin: mapped(pieces, origin) };
}

/** Up to the parenthesis that closes the call. Returns the offset behind it. */
function spliceArguments(text: string, start: number, pieces: Piece[]): number {
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      at = splitString(text, at, pieces);
      continue;
    }
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    pieces.push({ text: character, at });
    at += 1;
  }
  return at;
}

interface Piece {
  readonly text: string;
  /** Where it starts in the text as it was written. */
  readonly at: number;
  /** It stands for what is written there, and is longer or shorter. */
  readonly isAdded?: boolean;
}

/** A string whose inside holds templates becomes a concatenation. Returns the offset behind it. */
function splitString(text: string, start: number, pieces: Piece[]): number {
  const quote = text.charAt(start);
  const inside: Piece[] = [{ text: `(${quote}`, at: start, isAdded: true }];
  let at = start + 1;
  let holdsTemplate = false;
  while (at < text.length && text.charAt(at) !== quote) {
    if (text.startsWith('{{', at)) {
      const end = closing(text, at + 2);
      inside.push(
        { text: `${quote} ~ (`, at, isAdded: true },
        { text: text.slice(at + 2, end), at: at + 2 },
        { text: `) ~ ${quote}`, at: end, isAdded: true },
      );
      at = end + 2;
      holdsTemplate = true;
    } else {
      const length = text.charAt(at) === '\\' ? 2 : 1;
      inside.push({ text: text.slice(at, at + length), at });
      at += length;
    }
  }
  const end = Math.min(at + 1, text.length);
  if (holdsTemplate) {
    pieces.push(...inside, { text: `${quote})`, at, isAdded: true });
  } else {
    pieces.push({ text: text.slice(start, end), at: start });
  }
  return end;
}

/** The offset of the `}}` that closes, strings passed over. */
function closing(text: string, from: number): number {
  const token = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\}\}|[\s\S]/y;
  token.lastIndex = from;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '}}') {
      return match.index;
    }
  }
  return text.length;
}

function mapped(pieces: readonly Piece[], origin: TextOrigin | undefined): TextOrigin | undefined {
  if (origin === undefined) {
    return undefined;
  }
  return {
    span: origin.span,
    locate: (index) => {
      let passed = 0;
      for (const piece of pieces) {
        if (index < passed + piece.text.length) {
          return origin.locate(piece.at + (piece.isAdded === true ? 0 : index - passed));
        }
        passed += piece.text.length;
      }
      return origin.span.end;
    },
  };
}
