import type { ExpressionNode, TargetNode } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import { isConstantName, parsePrimary, parseTuple } from './parse-primary.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import type { TokenStream } from './token-stream.ts';

export interface TargetOptions {
  /** Names that end a tuple of targets. */
  readonly endNames?: readonly string[];
  /** `set ns.attribute = ...`. */
  readonly allowsNamespace?: boolean;
  /** One target only: a comma belongs to what follows. */
  readonly isSingle?: boolean;
}

/** What is assigned to: a name, several, or an attribute of a namespace. */
export function parseAssignTarget(stream: TokenStream, options: TargetOptions = {}): TargetNode {
  const { current, next } = stream;
  if (
    options.allowsNamespace === true &&
    current.type === 'name' &&
    next.type === 'operator' &&
    next.value === '.'
  ) {
    stream.advance();
    stream.advance();
    const attribute = stream.expect('name').value;
    return { kind: 'namespace', name: current.value, attribute, ...stream.placeFrom(current.start) };
  }
  if (options.isSingle === true) {
    const token = stream.expect('name');
    return toTarget({ kind: 'name', name: token.value, start: token.start, end: token.end });
  }
  const node = parseTuple(stream, (inner) => parsePrimary(inner, parseExpression), {
    endNames: options.endNames ?? [],
  });
  return toTarget(node);
}

function toTarget(node: ExpressionNode): TargetNode {
  const { start, end } = node;
  if (node.kind === 'name' && !isConstantName(node.name))
    return { kind: 'name', name: node.name, start, end };
  if (node.kind === 'tuple') return { kind: 'tuple', items: node.items.map(toTarget), start, end };
  const what = node.kind === 'literal' ? 'a constant' : `a ${node.kind}`;
  throw new TemplateSyntaxError(`cannot assign to ${what}`, node);
}
