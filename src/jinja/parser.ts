import type { BlockNode, Body, ExpressionNode, StatementNode, TemplateNode } from './ast.ts';
import { tokenize, tokenizeExpression } from './lexer.ts';
import type { Extension, SyntaxOptions } from './options.ts';
import { parseExpression } from './parse-expression.ts';
import { parseTuple } from './parse-primary.ts';
import { parseStatement } from './parse-statement.ts';
import type { StatementContext } from './statement-context.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import { describe, TokenStream } from './token-stream.ts';

/** @throws TemplateSyntaxError */
export function parseTemplate(
  text: string,
  syntax: SyntaxOptions,
  extensions: ReadonlySet<Extension>,
): TemplateNode {
  const stream = new TokenStream(tokenize(text, syntax));
  const blocks = new Map<string, BlockNode>();
  const context: StatementContext = {
    stream,
    extensions,
    blocks,
    parseBody: (endNames) => parseBody(context, endNames),
    openTags: [],
    loopDepth: 0,
  };
  const body = parseBody(context, undefined);
  return { body, blocks };
}

/** What stands between `{{` and `}}`, or (a test) in `{% if %}`, which takes no bare `a if b`. */
export type BareKind = 'value' | 'test';

/** @throws TemplateSyntaxError */
export function parseBareExpression(text: string, syntax: SyntaxOptions, kind: BareKind): ExpressionNode {
  const stream = new TokenStream(tokenizeExpression(text, syntax));
  const node = parseTuple(stream, parseExpression, { withConditional: kind === 'value' });
  if (!stream.is('end')) throw stream.unexpected('the end of the expression');
  return node;
}

/**
 * Statements up to one of the end tags (whose name then is the current token), or up to the end of the template.
 */
function parseBody(context: StatementContext, endNames: readonly string[] | undefined): Body {
  const { stream } = context;
  const body: StatementNode[] = [];
  while (!stream.is('end')) {
    const token = stream.current;
    if (stream.is('data')) {
      stream.advance();
      body.push({ kind: 'text', text: token.value, start: token.start, end: token.end });
    } else if (stream.skip('variable-begin')) {
      const expression = parseTuple(stream, parseExpression);
      stream.expect('variable-end');
      body.push({ kind: 'output', expression, ...stream.placeFrom(token.start) });
    } else {
      stream.expect('block-begin');
      if (endNames !== undefined && stream.isName(...endNames)) return body;
      body.push(...stream.nested(() => parseStatement(context)));
      stream.expect('block-end');
    }
  }
  if (endNames === undefined) return body;
  throw missingEnd(context, endNames);
}

function missingEnd(context: StatementContext, endNames: readonly string[]): TemplateSyntaxError {
  const tag = context.openTags.at(-1);
  const wanted = endNames.map((name) => `'${name}'`).join(' or ');
  if (tag === undefined) {
    return new TemplateSyntaxError(`expected ${wanted}, got ${describe(context.stream.current)}`, {
      start: context.stream.current.start,
      end: context.stream.current.end,
    });
  }
  return new TemplateSyntaxError(`'${tag.value}' is not closed: the template ends before ${wanted}`, tag);
}
