import type { ExpressionNode, MacroSignature, StatementNode } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import { bodyUntil, type StatementContext } from './statement-context.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import type { TokenStream } from './token-stream.ts';

type Parameters = MacroSignature['parameters'];

export function parseMacro(context: StatementContext, start: number): StatementNode {
  const { stream } = context;
  const name = stream.expect('name').value;
  const parameters = parseParameters(stream);
  const { body } = outsideLoops(context, () => bodyUntil(context, ['endmacro']));
  return { kind: 'macro', name, signature: { parameters, body }, ...stream.placeFrom(start) };
}

export function parseCallBlock(context: StatementContext, start: number): StatementNode {
  const { stream } = context;
  const parameters = stream.isOperator('(') ? parseParameters(stream) : [];
  const call = parseExpression(stream);
  if (call.kind !== 'call') throw new TemplateSyntaxError("expected a call after 'call'", call);
  const { body } = outsideLoops(context, () => bodyUntil(context, ['endcall']));
  return { kind: 'call-block', call, signature: { parameters, body }, ...stream.placeFrom(start) };
}

/** A macro's body is run by its callers: a `break` in it has no loop. */
function outsideLoops<T>(context: StatementContext, parse: () => T): T {
  const { loopDepth } = context;
  context.loopDepth = 0;
  const result = parse();
  context.loopDepth = loopDepth;
  return result;
}

function parseParameters(stream: TokenStream): Parameters {
  const parameters: { name: string; fallback: ExpressionNode | undefined }[] = [];
  stream.expect('operator', '(');
  while (!stream.isOperator(')')) {
    if (parameters.length > 0) stream.expect('operator', ',');
    const token = stream.expect('name');
    const fallback = stream.skip('operator', '=') ? parseExpression(stream) : undefined;
    if (fallback === undefined && parameters.some((other) => other.fallback !== undefined)) {
      throw new TemplateSyntaxError(`'${token.value}' needs a default, since one before it has one`, token);
    }
    parameters.push({ name: token.value, fallback });
  }
  stream.expect('operator', ')');
  return parameters;
}
