/** Cuts a template's text into data and tokens of code. */

import { type Delimiters, delimitersOf } from './delimiters.ts';
import type { SyntaxOptions } from './options.ts';
import { decodeString } from './string-literal.ts';
import { TemplateSyntaxError } from './syntax-error.ts';

export type TokenType =
  | 'data'
  | 'variable-begin'
  | 'variable-end'
  | 'block-begin'
  | 'block-end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'end';

export interface Token {
  readonly type: TokenType;
  /** Data and strings decoded; others as written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface Lexer {
  readonly text: string;
  readonly syntax: SyntaxOptions;
  readonly delimiters: Delimiters;
  readonly tokens: Token[];
  position: number;
  /** Whether the last thing that was read ended with a line break (or nothing was read yet). */
  isLineStart: boolean;
}

/** @throws TemplateSyntaxError with offsets of `source`. */
export function tokenize(source: string, syntax: SyntaxOptions): Token[] {
  const { text, offsetOf } = normalizeNewlines(source, syntax);
  const lexer: Lexer = {
    text,
    syntax,
    delimiters: delimitersOf(syntax),
    tokens: [],
    position: 0,
    isLineStart: true,
  };
  try {
    while (lexer.position < text.length) readData(lexer);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError) || offsetOf === undefined) throw error;
    const { start, end } = error.place;
    throw new TemplateSyntaxError(error.message, { start: offsetOf(start), end: offsetOf(end) });
  }
  add(lexer, 'end', '', text.length, text.length);
  if (offsetOf === undefined) return lexer.tokens;
  return lexer.tokens.map((token) => ({ ...token, start: offsetOf(token.start), end: offsetOf(token.end) }));
}

/** Tokens of a bare expression, as it stands between `{{` and `}}`. */
export function tokenizeExpression(source: string, syntax: SyntaxOptions): Token[] {
  const lexer: Lexer = {
    text: source,
    syntax,
    delimiters: delimitersOf(syntax),
    tokens: [],
    position: 0,
    isLineStart: true,
  };
  readCode(lexer, undefined, syntax.literalBackslashes);
  add(lexer, 'end', '', source.length, source.length);
  return lexer.tokens;
}

/** Jinja reads every kind of line break as one, and drops the last one of a template. */
function normalizeNewlines(
  source: string,
  syntax: SyntaxOptions,
): { readonly text: string; readonly offsetOf: ((offset: number) => number) | undefined } {
  let text = source;
  let offsetOf: ((offset: number) => number) | undefined;
  if (source.includes('\r')) {
    text = source.replace(/\r\n?/g, '\n');
    const removed: number[] = [];
    for (const found of source.matchAll(/\r\n/g)) removed.push(found.index - removed.length);
    offsetOf = (offset) => {
      let shift = 0;
      while (shift < removed.length && (removed[shift] ?? 0) < offset) shift += 1;
      return offset + shift;
    };
  }
  if (!syntax.keepTrailingNewline && text.endsWith('\n')) text = text.slice(0, -1);
  return { text, offsetOf };
}

function add(lexer: Lexer, type: TokenType, value: string, start: number, end: number): void {
  lexer.tokens.push({ type, value, start, end });
}

function addData(lexer: Lexer, text: string, start: number): void {
  if (text === '') return;
  const { newlineSequence } = lexer.syntax;
  const value = newlineSequence === '\n' ? text : text.replaceAll('\n', newlineSequence);
  add(lexer, 'data', value, start, start + text.length);
}

function advance(lexer: Lexer, end: number): void {
  if (end > lexer.position) lexer.isLineStart = lexer.text[end - 1] === '\n';
  lexer.position = end;
}

/** Data up to the next piece of code, and that piece. */
function readData(lexer: Lexer): void {
  const { text, delimiters } = lexer;
  delimiters.start.lastIndex = lexer.position;
  const found = delimiters.start.exec(text);
  if (found === null) {
    addData(lexer, text.slice(lexer.position), lexer.position);
    lexer.position = text.length;
    return;
  }
  const groups = found.groups ?? {};
  const isVariable = groups['variable'] !== undefined;
  const isLine = groups['lineStatement'] !== undefined || groups['lineComment'] !== undefined;
  const opening = groups['rawOpen'] ?? groups['comment'] ?? groups['block'] ?? groups['variable'] ?? '';
  const sign = /[-+]$/.exec(opening)?.[0] ?? '';
  const data = text.slice(lexer.position, found.index);
  addData(lexer, strippedBefore(lexer, data, sign, !isVariable && !isLine), lexer.position);
  const end = found.index + found[0].length;
  advance(lexer, end);
  if (groups['raw'] !== undefined) readRaw(lexer, found.index);
  else if (groups['comment'] !== undefined) skipComment(lexer, found.index);
  else if (groups['lineComment'] !== undefined) skipLineComment(lexer);
  else if (isVariable) {
    add(lexer, 'variable-begin', found[0], found.index, end);
    readCode(lexer, 'variable-end', lexer.syntax.literalBackslashes);
  } else {
    add(lexer, 'block-begin', found[0], found.index, end);
    readCode(lexer, 'block-end', false, groups['lineStatement'] !== undefined);
  }
}

function strippedBefore(lexer: Lexer, data: string, sign: string, mayStripLine: boolean): string {
  if (sign === '-') return data.trimEnd();
  if (sign === '+' || !lexer.syntax.lstripBlocks || !mayStripLine) return data;
  const lineStart = data.lastIndexOf('\n') + 1;
  if (lineStart === 0 && !lexer.isLineStart) return data;
  return data.slice(lineStart).trim() === '' ? data.slice(0, lineStart) : data;
}

function missingEnd(message: string, start: number, lexer: Lexer): TemplateSyntaxError {
  return new TemplateSyntaxError(message, { start, end: lexer.text.length });
}

function skipComment(lexer: Lexer, start: number): void {
  const { commentEnd } = lexer.delimiters;
  commentEnd.lastIndex = lexer.position;
  const found = commentEnd.exec(lexer.text);
  if (found === null)
    throw missingEnd(`a comment is not closed: '${lexer.syntax.commentEnd}' is missing`, start, lexer);
  advance(lexer, found.index + found[0].length);
}

function skipLineComment(lexer: Lexer): void {
  const end = lexer.text.indexOf('\n', lexer.position);
  advance(lexer, end === -1 ? lexer.text.length : end);
}

function readRaw(lexer: Lexer, start: number): void {
  const { rawEnd } = lexer.delimiters;
  rawEnd.lastIndex = lexer.position;
  const found = rawEnd.exec(lexer.text);
  if (found === null) throw missingEnd("a raw block is not closed: 'endraw' is missing", start, lexer);
  const data = lexer.text.slice(lexer.position, found.index);
  addData(lexer, strippedBefore(lexer, data, found.groups?.['sign'] ?? '', true), lexer.position);
  advance(lexer, found.index + found[0].length);
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const rawStringPattern = /'[^']*'|"[^"]*"/y;
const codePattern =
  /(?<space>\s+)|(?<float>(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+))|(?<integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*)|(?<name>[\p{L}\p{N}\p{M}\p{Pc}_]+)|(?<string>'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*")|(?<operator>\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;])/uy;

/** Tokens of code up to (and with) the end delimiter; up to the end of the text when there is none. */
function readCode(
  lexer: Lexer,
  end: 'variable-end' | 'block-end' | undefined,
  literalBackslashes: boolean,
  isLine = false,
): void {
  const open: Token[] = [];
  const endPattern = endPatternOf(lexer, end, isLine);
  while (lexer.position < lexer.text.length) {
    if (end !== undefined && endPattern !== undefined && open.length === 0) {
      endPattern.lastIndex = lexer.position;
      const found = endPattern.exec(lexer.text);
      if (found !== null) {
        add(lexer, end, found[0], lexer.position, lexer.position + found[0].length);
        advance(lexer, lexer.position + found[0].length);
        return;
      }
    }
    readToken(lexer, open, literalBackslashes);
  }
  if (isLine) add(lexer, 'block-end', '', lexer.position, lexer.position);
}

function endPatternOf(
  lexer: Lexer,
  end: 'variable-end' | 'block-end' | undefined,
  isLine: boolean,
): RegExp | undefined {
  if (end === undefined) return undefined;
  if (isLine) return lexer.delimiters.lineEnd;
  return end === 'variable-end' ? lexer.delimiters.variableEnd : lexer.delimiters.blockEnd;
}

function readToken(lexer: Lexer, open: Token[], literalBackslashes: boolean): void {
  const start = lexer.position;
  const raw = literalBackslashes ? readRawString(lexer) : undefined;
  if (raw !== undefined) {
    add(lexer, 'string', raw, start, lexer.position);
    return;
  }
  codePattern.lastIndex = start;
  const found = codePattern.exec(lexer.text);
  if (found === null) throw unexpectedCharacter(lexer, start);
  const groups = found.groups ?? {};
  const value = found[0];
  const end = start + value.length;
  advance(lexer, end);
  if (groups['space'] !== undefined) return;
  if (groups['string'] !== undefined) {
    const body = withNewlines(lexer, value.slice(1, -1));
    add(lexer, 'string', decodeString(body, { start, end }), start, end);
    return;
  }
  if (groups['operator'] !== undefined) {
    add(lexer, 'operator', value, start, end);
    trackBrackets(lexer, open);
    return;
  }
  const type = groups['float'] !== undefined ? 'float' : groups['integer'] !== undefined ? 'integer' : 'name';
  add(lexer, type, value, start, end);
}

/** A string in which a backslash is a character like any other (so none can hide the closing quote). */
function readRawString(lexer: Lexer): string | undefined {
  rawStringPattern.lastIndex = lexer.position;
  const found = rawStringPattern.exec(lexer.text);
  if (found === null) return undefined;
  advance(lexer, lexer.position + found[0].length);
  return withNewlines(lexer, found[0].slice(1, -1));
}

/** A string that is written over several lines has the newlines of the output. */
function withNewlines(lexer: Lexer, body: string): string {
  return body.replaceAll('\n', lexer.syntax.newlineSequence);
}

function trackBrackets(lexer: Lexer, open: Token[]): void {
  const token = lexer.tokens.at(-1);
  if (token === undefined) return;
  if (closers[token.value] !== undefined) {
    open.push(token);
    return;
  }
  if (token.value !== ')' && token.value !== ']' && token.value !== '}') return;
  const opener = open.pop();
  if (opener === undefined) throw new TemplateSyntaxError(`unexpected '${token.value}'`, token);
  const expected = closers[opener.value] ?? '';
  if (expected !== token.value) {
    throw new TemplateSyntaxError(`unexpected '${token.value}', expected '${expected}'`, token);
  }
}

function unexpectedCharacter(lexer: Lexer, start: number): TemplateSyntaxError {
  const character = String.fromCodePoint(lexer.text.codePointAt(start) ?? 0);
  const place = { start, end: start + character.length };
  if (character === '"' || character === "'") {
    return new TemplateSyntaxError(`a string is not closed: ${character} is missing`, place);
  }
  return new TemplateSyntaxError(`unexpected character '${character}'`, place);
}
