import type { ScalarEvent } from 'js-yaml';
import { CHOMPING_MODE, SCALAR_STYLE } from 'js-yaml';
import type { TextOrigin } from '../values/template-text.ts';
import type { Span } from './span.ts';

/** One run of decoded text. `isCopy`: its characters stand one by one at `offset`; else all of it stands for `offset`. */
interface Piece {
  readonly text: string;
  readonly offset: number;
  readonly isCopy: boolean;
}

/**
 * Where each character of a scalar's decoded text stands in the file. Decoding again is left until a position is
 * asked for: that happens for errors only.
 */
export function scalarOrigin(span: Span, event: ScalarEvent): TextOrigin {
  let pieces: readonly Piece[] | undefined;
  return {
    span,
    locate(index: number): number {
      pieces ??= decodePieces(span.file.text, event);
      return locateIn(pieces, index) ?? Math.max(event.valueEnd, span.start);
    },
  };
}

/** The decoded text that the pieces make up: the same as the parser's own decoding, which a property test holds it to. */
export function decodeScalar(source: string, event: ScalarEvent): string {
  return decodePieces(source, event)
    .map((piece) => piece.text)
    .join('');
}

function locateIn(pieces: readonly Piece[], index: number): number | undefined {
  let before = 0;
  for (const piece of pieces) {
    if (index < before + piece.text.length)
      return piece.isCopy ? piece.offset + index - before : piece.offset;
    before += piece.text.length;
  }
  return undefined;
}

function decodePieces(source: string, event: ScalarEvent): readonly Piece[] {
  if (event.valueStart < 0) return [];
  if (event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK) {
    return blockPieces(source, event);
  }
  return flowPieces(source, event);
}

const BREAKS_AND_SPACE = /(?:[ \t]*(?:\r\n?|\n))+[ \t]*/y;
const ESCAPED_BREAK = /\\(?:\r\n?|\n)[ \t\r\n]*/y;
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/y;
const RUN = /[^\r\n'\\ \t]+/y;

/** Plain and quoted scalars: escapes are replaced, a single line break becomes a space, further ones stay. */
function flowPieces(source: string, event: ScalarEvent): readonly Piece[] {
  const pieces: Piece[] = [];
  const end = event.valueEnd;
  const match = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  let offset = event.valueStart;
  while (offset < end) {
    const folded = match(BREAKS_AND_SPACE, offset);
    if (folded !== undefined) {
      const breaks = folded.match(/\r\n?|\n/g)?.length ?? 0;
      pieces.push({ text: breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), offset, isCopy: false });
      offset += folded.length;
      continue;
    }
    if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && source[offset] === '\\') {
      const escapedBreak = match(ESCAPED_BREAK, offset);
      const sequence = escapedBreak ?? match(ESCAPE, offset) ?? '\\';
      pieces.push({ text: escapedBreak === undefined ? decodeEscape(sequence) : '', offset, isCopy: false });
      offset += sequence.length;
      continue;
    }
    if (event.style === SCALAR_STYLE.SINGLE_QUOTED && source[offset] === "'") {
      pieces.push({ text: "'", offset, isCopy: false });
      offset += 2;
      continue;
    }
    const run = (match(RUN, offset) ?? source.charAt(offset)).slice(0, end - offset);
    pieces.push({ text: run, offset, isCopy: true });
    offset += run.length;
  }
  return pieces;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

function decodeEscape(sequence: string): string {
  const letter = sequence.charAt(1);
  if (sequence.length > 2) {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return SIMPLE_ESCAPES[letter] ?? letter;
}

interface BlockLine {
  readonly offset: number;
  readonly text: string;
  /** Offset of the line's own break (the text's end when it has none). */
  readonly breakOffset: number;
}

/** Literal and folded block scalars: the indentation goes, breaks are kept or folded, the end is chomped. */
function blockPieces(source: string, event: ScalarEvent): readonly Piece[] {
  const isFolded = event.style === SCALAR_STYLE.FOLDED_BLOCK;
  const pieces: Piece[] = [];
  let emptyLines = 0;
  let hasContent = false;
  let wasMoreIndented = false;
  let breakOffset = event.valueStart;
  const breaks = (count: number) => {
    if (count > 0) pieces.push({ text: '\n'.repeat(count), offset: breakOffset, isCopy: false });
  };
  for (const line of blockLines(source, event)) {
    const content = event.indent < 0 ? '' : contentOf(line.text, event.indent);
    if (content === '') {
      emptyLines++;
      continue;
    }
    const isMoreIndented = isFolded && /^[ \t]/.test(content);
    if (!isFolded || isMoreIndented || wasMoreIndented) breaks(emptyLines + (hasContent ? 1 : 0));
    else if (emptyLines > 0) breaks(emptyLines);
    else if (hasContent) pieces.push({ text: ' ', offset: breakOffset, isCopy: false });
    pieces.push({ text: content, offset: line.offset + line.text.length - content.length, isCopy: true });
    hasContent = true;
    wasMoreIndented = isMoreIndented;
    emptyLines = 0;
    breakOffset = line.breakOffset;
  }
  if (event.chomping === CHOMPING_MODE.KEEP) breaks(emptyLines + (hasContent ? 1 : 0));
  else if (event.chomping === CHOMPING_MODE.CLIP && hasContent) breaks(1);
  return pieces;
}

function contentOf(line: string, indent: number): string {
  const leading = line.length - line.replace(/^ +/, '').length;
  return leading >= line.length && line.length <= indent ? '' : line.slice(indent);
}

function blockLines(source: string, event: ScalarEvent): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  let offset = event.valueStart;
  while (offset < event.valueEnd) {
    const rest = source.slice(offset, event.valueEnd);
    const found = /\r\n?|\n/.exec(rest);
    const length = found?.index ?? rest.length;
    lines.push({ offset, text: rest.slice(0, length), breakOffset: offset + length });
    offset += length + (found?.[0].length ?? 0);
  }
  return lines;
}
