/** Expressions, loosest binding first. The grammar is Jinja's: `**` is left-associative, `~` binds like `*`. */

import type { BinaryOperator } from '../values/types.ts';
import type { CompareOperator, ExpressionNode } from './ast.ts';
import { parseFilters, parsePostfix } from './parse-postfix.ts';
import { parsePrimary } from './parse-primary.ts';
import type { TokenStream } from './token-stream.ts';

/** Any expression, `a if b else c` included (unless `withConditional` is false). */
export function parseExpression(stream: TokenStream, withConditional = true): ExpressionNode {
  return stream.nested(() => (withConditional ? parseConditional(stream) : parseOr(stream)));
}

function parseConditional(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  let node = parseOr(stream);
  while (stream.skip('name', 'if')) {
    const test = parseOr(stream);
    const otherwise = stream.skip('name', 'else') ? stream.nested(() => parseConditional(stream)) : undefined;
    node = { kind: 'conditional', test, consequent: node, otherwise, ...stream.placeFrom(start) };
  }
  return node;
}

function parseOr(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  let left = parseAnd(stream);
  while (stream.skip('name', 'or')) {
    const right = parseAnd(stream);
    left = { kind: 'logical', operator: 'or', left, right, ...stream.placeFrom(start) };
  }
  return left;
}

function parseAnd(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  let left = parseNot(stream);
  while (stream.skip('name', 'and')) {
    const right = parseNot(stream);
    left = { kind: 'logical', operator: 'and', left, right, ...stream.placeFrom(start) };
  }
  return left;
}

function parseNot(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  if (!stream.skip('name', 'not')) return parseCompare(stream);
  const operand = stream.nested(() => parseNot(stream));
  return { kind: 'unary', operator: 'not', operand, ...stream.placeFrom(start) };
}

const compareOperators: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function parseCompare(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  const first = parseSum(stream);
  const rest: { operator: CompareOperator; operand: ExpressionNode }[] = [];
  for (;;) {
    const operator = compareOperator(stream);
    if (operator === undefined) break;
    rest.push({ operator, operand: parseSum(stream) });
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, ...stream.placeFrom(start) };
}

function compareOperator(stream: TokenStream): CompareOperator | undefined {
  const { type, value } = stream.current;
  if (type === 'operator' && compareOperators.has(value)) {
    stream.advance();
    return value as CompareOperator;
  }
  if (stream.skip('name', 'in')) return 'in';
  if (stream.isName('not') && stream.next.type === 'name' && stream.next.value === 'in') {
    stream.advance();
    stream.advance();
    return 'not in';
  }
  return undefined;
}

/** A chain of operators of one level, joined from the left. */
function parseChain(
  stream: TokenStream,
  operators: readonly BinaryOperator[],
  parseOperand: (stream: TokenStream) => ExpressionNode,
): ExpressionNode {
  const { start } = stream.current;
  let left = parseOperand(stream);
  for (;;) {
    const operator = operators.find((candidate) => stream.isOperator(candidate));
    if (operator === undefined) return left;
    stream.advance();
    const right = parseOperand(stream);
    left = { kind: 'binary', operator, left, right, ...stream.placeFrom(start) };
  }
}

function parseSum(stream: TokenStream): ExpressionNode {
  return parseChain(stream, ['+', '-'], parseConcat);
}

function parseConcat(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  const items = [parseProduct(stream)];
  while (stream.skip('operator', '~')) items.push(parseProduct(stream));
  const [only] = items;
  if (items.length === 1 && only !== undefined) return only;
  return { kind: 'concat', items, ...stream.placeFrom(start) };
}

function parseProduct(stream: TokenStream): ExpressionNode {
  return parseChain(stream, ['*', '/', '//', '%'], parsePower);
}

function parsePower(stream: TokenStream): ExpressionNode {
  return parseChain(stream, ['**'], parseUnaryWithFilters);
}

function parseUnaryWithFilters(stream: TokenStream): ExpressionNode {
  return parseFilters(stream, parseUnary(stream), parseExpression);
}

/** The sign binds tighter than a filter: `-3 | abs` is 3. */
function parseUnary(stream: TokenStream): ExpressionNode {
  const { start } = stream.current;
  if (stream.isOperator('-') || stream.isOperator('+')) {
    const operator = stream.advance().value === '-' ? '-' : '+';
    const operand = stream.nested(() => parseUnary(stream));
    return parsePostfix(
      stream,
      { kind: 'unary', operator, operand, ...stream.placeFrom(start) },
      parseExpression,
    );
  }
  return parsePostfix(stream, parsePrimary(stream, parseExpression), parseExpression);
}
