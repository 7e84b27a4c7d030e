/** Statements: what stands between `{%` and `%}`, and what it encloses. */

import type { BlockNode, Body, ExpressionNode, FilterNode, StatementNode, TargetNode } from './ast.ts';
import type { Token } from './lexer.ts';
import { parseExpression } from './parse-expression.ts';
import { parseFromImport, parseImport, parseInclude } from './parse-import.ts';
import { parseCallBlock, parseMacro } from './parse-macro.ts';
import { parseFilterCall, parseFilters } from './parse-postfix.ts';
import { parseTuple } from './parse-primary.ts';
import { parseAssignTarget } from './parse-target.ts';
import { bodyUntil, type StatementContext } from './statement-context.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import type { TokenStream } from './token-stream.ts';

type Parser = (context: StatementContext, start: number) => StatementNode | StatementNode[];

/** The statement whose name is the current token; the end of the tag is left to the caller. */
export function parseStatement(context: StatementContext): readonly StatementNode[] {
  const { stream } = context;
  const tag = stream.current;
  if (tag.type !== 'name') throw new TemplateSyntaxError('a tag needs a name', tag);
  const parser = parserOf(tag.value, context);
  if (parser === undefined) throw unknownTag(context, tag);
  stream.advance();
  context.openTags.push(tag);
  const nodes = parser(context, tag.start);
  context.openTags.pop();
  return Array.isArray(nodes) ? nodes : [nodes];
}

function parserOf(name: string, context: StatementContext): Parser | undefined {
  if (name === 'do') return context.extensions.has('do') ? parseDo : undefined;
  if (name === 'break' || name === 'continue') {
    return context.extensions.has('loopcontrols') ? parseLoopControl : undefined;
  }
  return parsers.get(name);
}

function unknownTag(context: StatementContext, tag: Token): TemplateSyntaxError {
  const open = context.openTags.at(-1);
  const inside = open === undefined ? '' : ` inside '${open.value}'`;
  const hint =
    tag.value === 'do' || tag.value === 'break' || tag.value === 'continue'
      ? `'${tag.value}' needs a Jinja2 extension that is not turned on`
      : `the tags are ${[...parsers.keys()].join(', ')}`;
  return new TemplateSyntaxError(`there is no tag '${tag.value}'${inside}`, tag, 'template-syntax', hint);
}

const parseFor: Parser = (context, start) => {
  const { stream } = context;
  const target = parseAssignTarget(stream, { endNames: ['in'] });
  forbidLoopName(target);
  stream.expect('name', 'in');
  const iterable = parseTuple(stream, parseExpression, { withConditional: false, endNames: ['recursive'] });
  const test = stream.skip('name', 'if') ? parseExpression(stream) : undefined;
  const isRecursive = stream.skip('name', 'recursive');
  context.loopDepth += 1;
  const { body, end } = bodyUntil(context, ['endfor', 'else']);
  context.loopDepth -= 1;
  const otherwise = end === 'else' ? bodyUntil(context, ['endfor']).body : [];
  return { kind: 'for', target, iterable, test, isRecursive, body, otherwise, ...stream.placeFrom(start) };
};

function forbidLoopName(target: TargetNode): void {
  if (target.kind === 'name' && target.name === 'loop') {
    throw new TemplateSyntaxError("'loop' is the loop itself and cannot be its variable", target);
  }
  if (target.kind === 'tuple') for (const item of target.items) forbidLoopName(item);
}

const parseIf: Parser = (context, start) => {
  const { stream } = context;
  const branches: { test: ExpressionNode; body: Body }[] = [];
  let otherwise: Body = [];
  let end = 'elif';
  while (end === 'elif') {
    const test = parseTuple(stream, parseExpression, { withConditional: false });
    const parsed = bodyUntil(context, ['elif', 'else', 'endif']);
    branches.push({ test, body: parsed.body });
    end = parsed.end;
  }
  if (end === 'else') otherwise = bodyUntil(context, ['endif']).body;
  return { kind: 'if', branches, otherwise, ...stream.placeFrom(start) };
};

/** The filters after a name in `set x | upper` or `filter upper`; the innermost one has no operand. */
function parseFilterChain(stream: TokenStream): FilterNode {
  const first = parseFilterCall(stream, undefined, parseExpression);
  const chain = parseFilters(stream, first, parseExpression);
  if (chain.kind !== 'filter') throw new TemplateSyntaxError('expected a filter', chain);
  return chain;
}

const parseSet: Parser = (context, start) => {
  const { stream } = context;
  const target = parseAssignTarget(stream, { allowsNamespace: true });
  if (stream.skip('operator', '=')) {
    const value = parseTuple(stream, parseExpression);
    return { kind: 'set', target, value, ...stream.placeFrom(start) };
  }
  const filter = stream.skip('operator', '|') ? parseFilterChain(stream) : undefined;
  const { body } = bodyUntil(context, ['endset']);
  return { kind: 'set-block', target, filter, body, ...stream.placeFrom(start) };
};

const parseFilterBlock: Parser = (context, start) => {
  const filter = parseFilterChain(context.stream);
  const { body } = bodyUntil(context, ['endfilter']);
  return { kind: 'filter-block', filter, body, ...context.stream.placeFrom(start) };
};

const parseWith: Parser = (context, start) => {
  const { stream } = context;
  const bindings: [TargetNode, ExpressionNode][] = [];
  while (!stream.is('block-end')) {
    if (bindings.length > 0) stream.expect('operator', ',');
    const target = parseAssignTarget(stream, { isSingle: true });
    stream.expect('operator', '=');
    bindings.push([target, parseExpression(stream)]);
  }
  const { body } = bodyUntil(context, ['endwith']);
  return { kind: 'with', bindings, body, ...stream.placeFrom(start) };
};

const parseAutoescape: Parser = (context, start) => {
  const value = parseExpression(context.stream);
  const { body } = bodyUntil(context, ['endautoescape']);
  return { kind: 'autoescape', value, body, ...context.stream.placeFrom(start) };
};

const parseBlock: Parser = (context, start) => {
  const { stream, blocks } = context;
  const nameToken = stream.expect('name');
  const isScoped = stream.skip('name', 'scoped');
  const isRequired = stream.skip('name', 'required');
  if (stream.isOperator('-')) {
    throw new TemplateSyntaxError("a block's name has no hyphen: use an underscore", stream.current);
  }
  if (blocks.has(nameToken.value)) {
    throw new TemplateSyntaxError(`the block '${nameToken.value}' is defined twice`, nameToken);
  }
  const { body } = bodyUntil(context, ['endblock']);
  if (isRequired && body.some((node) => node.kind !== 'text' || node.text.trim() !== '')) {
    throw new TemplateSyntaxError('a required block holds nothing but comments and whitespace', nameToken);
  }
  stream.skip('name', nameToken.value);
  const place = stream.placeFrom(start);
  const node: BlockNode = { kind: 'block', name: nameToken.value, isScoped, isRequired, body, ...place };
  blocks.set(node.name, node);
  return node;
};

const parseExtends: Parser = ({ stream }, start) => {
  const template = parseExpression(stream);
  return { kind: 'extends', template, ...stream.placeFrom(start) };
};

const parsePrint: Parser = ({ stream }, start) => {
  const nodes: StatementNode[] = [];
  while (!stream.is('block-end')) {
    if (nodes.length > 0) stream.expect('operator', ',');
    const expression = parseExpression(stream);
    nodes.push({ kind: 'output', expression, ...stream.placeFrom(start) });
  }
  return nodes;
};

const parseDo: Parser = ({ stream }, start) => {
  const expression = parseTuple(stream, parseExpression);
  return { kind: 'do', expression, ...stream.placeFrom(start) };
};

const parseLoopControl: Parser = ({ openTags, loopDepth, stream }, start) => {
  const tag = openTags.at(-1)?.value === 'break' ? 'break' : 'continue';
  if (loopDepth === 0) {
    throw new TemplateSyntaxError(`'${tag}' stands outside a loop`, stream.placeFrom(start));
  }
  return { kind: tag, ...stream.placeFrom(start) };
};

const parsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['for', parseFor],
  ['if', parseIf],
  ['block', parseBlock],
  ['extends', parseExtends],
  ['print', parsePrint],
  ['macro', parseMacro],
  ['include', parseInclude],
  ['import', parseImport],
  ['from', parseFromImport],
  ['set', parseSet],
  ['with', parseWith],
  ['autoescape', parseAutoescape],
  ['call', parseCallBlock],
  ['filter', parseFilterBlock],
]);
