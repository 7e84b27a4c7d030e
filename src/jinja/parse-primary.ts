/** Literals, names and what stands in brackets. */

import { fromBigInt } from '../values/numbers.ts';
import { Float } from '../values/types.ts';
import type { ExpressionNode } from './ast.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import { describe, type TokenStream } from './token-stream.ts';

/** How the parsers of parts come back to whole expressions. */
export type ParseExpression = (stream: TokenStream, withConditional?: boolean) => ExpressionNode;

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

export function isConstantName(name: string): boolean {
  return constants.has(name);
}

export function parsePrimary(stream: TokenStream, parse: ParseExpression): ExpressionNode {
  const token = stream.current;
  const { start, end } = token;
  switch (token.type) {
    case 'name': {
      stream.advance();
      const constant = constants.get(token.value);
      if (constant !== undefined) return { kind: 'literal', value: constant, start, end };
      return { kind: 'name', name: token.value, start, end };
    }
    case 'string': {
      let value = '';
      while (stream.is('string')) value += stream.advance().value;
      return { kind: 'literal', value, ...stream.placeFrom(start) };
    }
    case 'integer':
      stream.advance();
      return { kind: 'literal', value: fromBigInt(integerValue(token.value)), start, end };
    case 'float':
      stream.advance();
      return { kind: 'literal', value: new Float(Number(token.value.replaceAll('_', ''))), start, end };
    case 'operator':
      return parseBracket(stream, parse);
    default:
      throw new TemplateSyntaxError(`expected an expression, got ${describe(token)}`, token);
  }
}

function integerValue(text: string): bigint {
  return BigInt(text.replaceAll('_', '').toLowerCase());
}

const REFERENCES: ReadonlySet<ExpressionNode['kind']> = new Set(['name', 'attribute', 'item']);

function parseBracket(stream: TokenStream, parse: ParseExpression): ExpressionNode {
  const { start } = stream.current;
  if (stream.skip('operator', '(')) {
    const node = parseTuple(stream, parse, { isInParentheses: true });
    stream.expect('operator', ')');
    // What is missing is the name itself, not the parentheses around it.
    return REFERENCES.has(node.kind) ? node : { ...node, ...stream.placeFrom(start) };
  }
  if (stream.skip('operator', '[')) {
    const items: ExpressionNode[] = [];
    while (!stream.isOperator(']')) {
      if (items.length > 0) stream.expect('operator', ',');
      if (stream.isOperator(']')) break;
      items.push(parse(stream));
    }
    stream.expect('operator', ']');
    return { kind: 'list', items, ...stream.placeFrom(start) };
  }
  if (stream.skip('operator', '{')) return parseDict(stream, parse, start);
  throw new TemplateSyntaxError(`expected an expression, got ${describe(stream.current)}`, stream.current);
}

function parseDict(stream: TokenStream, parse: ParseExpression, start: number): ExpressionNode {
  const entries: [ExpressionNode, ExpressionNode][] = [];
  while (!stream.isOperator('}')) {
    if (entries.length > 0) stream.expect('operator', ',');
    if (stream.isOperator('}')) break;
    const key = parse(stream);
    stream.expect('operator', ':');
    entries.push([key, parse(stream)]);
  }
  stream.expect('operator', '}');
  return { kind: 'dict', entries, ...stream.placeFrom(start) };
}

export interface TupleOptions {
  readonly withConditional?: boolean;
  /** Names that end the tuple (`recursive` after the iterable of a loop). */
  readonly endNames?: readonly string[];
  /** Whether `()` is an empty tuple here. */
  readonly isInParentheses?: boolean;
}

/** One expression, or several with commas: a tuple. */
export function parseTuple(
  stream: TokenStream,
  parse: ParseExpression,
  options: TupleOptions = {},
): ExpressionNode {
  const { start } = stream.current;
  const items: ExpressionNode[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0 && !stream.skip('operator', ',')) break;
    if (items.length > 0) isTuple = true;
    if (isTupleEnd(stream, options.endNames ?? [])) break;
    items.push(parse(stream, options.withConditional ?? true));
  }
  const [only] = items;
  if (!isTuple && only !== undefined) return only;
  if (!isTuple && options.isInParentheses !== true) {
    throw new TemplateSyntaxError(`expected an expression, got ${describe(stream.current)}`, stream.current);
  }
  return { kind: 'tuple', items, ...stream.placeFrom(start) };
}

function isTupleEnd(stream: TokenStream, endNames: readonly string[]): boolean {
  return (
    stream.is('variable-end') ||
    stream.is('block-end') ||
    stream.isOperator(')') ||
    (endNames.length > 0 && stream.isName(...endNames))
  );
}
