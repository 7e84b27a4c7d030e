/** What follows a value: members, calls, filters and tests. */

import type { Arguments, ExpressionNode, FilterNode } from './ast.ts';
import { type ParseExpression, parsePrimary } from './parse-primary.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import type { TokenStream } from './token-stream.ts';

const noArguments: Arguments = { positional: [], keyword: [], rest: undefined, keywordRest: undefined };

export function parsePostfix(
  stream: TokenStream,
  node: ExpressionNode,
  parse: ParseExpression,
): ExpressionNode {
  let current = node;
  for (;;) {
    if (stream.isOperator('.') || stream.isOperator('[')) current = parseMember(stream, current, parse);
    else if (stream.isOperator('(')) current = parseCall(stream, current, parse);
    else return current;
  }
}

export function parseFilters(
  stream: TokenStream,
  node: ExpressionNode,
  parse: ParseExpression,
): ExpressionNode {
  let current = node;
  for (;;) {
    if (stream.isOperator('|')) current = parseFilter(stream, current, parse);
    else if (stream.isName('is')) current = parseTest(stream, current, parse);
    else if (stream.isOperator('(')) current = parseCall(stream, current, parse);
    else return current;
  }
}

function parseCall(stream: TokenStream, callee: ExpressionNode, parse: ParseExpression): ExpressionNode {
  const args = parseArguments(stream, parse);
  return { kind: 'call', callee, args, ...stream.placeFrom(callee.start) };
}

function parseMember(stream: TokenStream, object: ExpressionNode, parse: ParseExpression): ExpressionNode {
  if (stream.skip('operator', '.')) {
    const token = stream.advance();
    const place = { start: object.start, end: token.end };
    if (token.type === 'name') return { kind: 'attribute', object, name: token.value, ...place };
    if (token.type !== 'integer')
      throw new TemplateSyntaxError("expected a name or a number after '.'", token);
    const key: ExpressionNode = {
      kind: 'literal',
      value: Number(token.value.replaceAll('_', '')),
      start: token.start,
      end: token.end,
    };
    return { kind: 'item', object, key, ...place };
  }
  stream.expect('operator', '[');
  return parseSubscript(stream, object, parse);
}

function parseSubscript(stream: TokenStream, object: ExpressionNode, parse: ParseExpression): ExpressionNode {
  const { start } = stream.current;
  const from = stream.isOperator(':') ? undefined : parse(stream);
  if (stream.isOperator(':')) {
    stream.advance();
    const to = stream.isOperator(':') || stream.isOperator(']') ? undefined : parse(stream);
    const step = stream.skip('operator', ':') && !stream.isOperator(']') ? parse(stream) : undefined;
    stream.expect('operator', ']');
    return { kind: 'slice', object, from, to, step, ...stream.placeFrom(object.start) };
  }
  const items = from === undefined ? [] : [from];
  const isTuple = stream.isOperator(',');
  while (stream.skip('operator', ',')) {
    if (stream.isOperator(']')) break;
    items.push(parse(stream));
  }
  const tuple: ExpressionNode = { kind: 'tuple', items, ...stream.placeFrom(start) };
  stream.expect('operator', ']');
  const key = isTuple || from === undefined ? tuple : from;
  return { kind: 'item', object, key, ...stream.placeFrom(object.start) };
}

/** `(a, *b, c=d, **e)`. */
export function parseArguments(stream: TokenStream, parse: ParseExpression): Arguments {
  const open = stream.expect('operator', '(');
  const positional: ExpressionNode[] = [];
  const keyword: [string, ExpressionNode][] = [];
  let rest: ExpressionNode | undefined;
  let keywordRest: ExpressionNode | undefined;
  let needsComma = false;
  const check = (isAllowed: boolean): void => {
    if (!isAllowed) throw new TemplateSyntaxError('the arguments of this call are in a wrong order', open);
  };
  while (!stream.isOperator(')')) {
    if (needsComma) {
      stream.expect('operator', ',');
      if (stream.isOperator(')')) break;
    }
    if (stream.skip('operator', '*')) {
      check(rest === undefined && keywordRest === undefined);
      rest = parse(stream);
    } else if (stream.skip('operator', '**')) {
      check(keywordRest === undefined);
      keywordRest = parse(stream);
    } else if (
      stream.current.type === 'name' &&
      stream.next.type === 'operator' &&
      stream.next.value === '='
    ) {
      check(keywordRest === undefined);
      const name = stream.advance().value;
      stream.advance();
      keyword.push([name, parse(stream)]);
    } else {
      check(rest === undefined && keywordRest === undefined && keyword.length === 0);
      positional.push(parse(stream));
    }
    needsComma = true;
  }
  stream.expect('operator', ')');
  return { positional, keyword, rest, keywordRest };
}

function parseDottedName(stream: TokenStream): string {
  let name = stream.expect('name').value;
  while (stream.skip('operator', '.')) name += `.${stream.expect('name').value}`;
  return name;
}

function parseFilter(stream: TokenStream, operand: ExpressionNode, parse: ParseExpression): FilterNode {
  stream.expect('operator', '|');
  return parseFilterCall(stream, operand, parse);
}

/** A filter's name and arguments, after the `|`. */
export function parseFilterCall(
  stream: TokenStream,
  operand: ExpressionNode | undefined,
  parse: ParseExpression,
): FilterNode {
  const { start } = stream.current;
  const name = parseDottedName(stream);
  const args = stream.isOperator('(') ? parseArguments(stream, parse) : noArguments;
  return { kind: 'filter', operand, name, args, ...stream.placeFrom(operand?.start ?? start) };
}

function parseTest(stream: TokenStream, operand: ExpressionNode, parse: ParseExpression): ExpressionNode {
  stream.expect('name', 'is');
  const isNegated = stream.skip('name', 'not');
  const name = parseDottedName(stream);
  let args = noArguments;
  if (stream.isOperator('(')) args = parseArguments(stream, parse);
  else if (beginsTestArgument(stream)) {
    if (stream.isName('is'))
      throw new TemplateSyntaxError("tests cannot be chained with 'is'", stream.current);
    const argument = parsePostfix(stream, parsePrimary(stream, parse), parse);
    args = { ...noArguments, positional: [argument] };
  }
  return { kind: 'test', operand, name, args, isNegated, ...stream.placeFrom(operand.start) };
}

/** A test takes one argument without parentheses: `n is divisibleby 3`. */
function beginsTestArgument(stream: TokenStream): boolean {
  const { type, value } = stream.current;
  if (type === 'name') return !stream.isName('else', 'or', 'and');
  if (type === 'operator') return value === '(' || value === '[' || value === '{';
  return type === 'string' || type === 'integer' || type === 'float';
}
