import type { StatementNode } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import type { StatementContext } from './statement-context.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import type { TokenStream } from './token-stream.ts';

/** `with context` or `without context` at the end of an import; `fallback` when neither stands there. */
function parseContext(stream: TokenStream, fallback: boolean): boolean {
  if (!stream.isName('with', 'without') || stream.next.value !== 'context') return fallback;
  const isWith = stream.advance().value === 'with';
  stream.advance();
  return isWith;
}

export function parseInclude({ stream }: StatementContext, start: number): StatementNode {
  const template = parseExpression(stream);
  let ignoreMissing = false;
  if (stream.isName('ignore') && stream.next.value === 'missing') {
    stream.advance();
    stream.advance();
    ignoreMissing = true;
  }
  const withContext = parseContext(stream, true);
  return { kind: 'include', template, ignoreMissing, withContext, ...stream.placeFrom(start) };
}

export function parseImport({ stream }: StatementContext, start: number): StatementNode {
  const template = parseExpression(stream);
  stream.expect('name', 'as');
  const target = stream.expect('name').value;
  const withContext = parseContext(stream, false);
  return { kind: 'import', template, target, withContext, ...stream.placeFrom(start) };
}

export function parseFromImport({ stream }: StatementContext, start: number): StatementNode {
  const template = parseExpression(stream);
  stream.expect('name', 'import');
  const names: [string, string][] = [];
  let withContext = false;
  while (!stream.is('block-end')) {
    if (names.length > 0) stream.expect('operator', ',');
    if (stream.isName('with', 'without') && stream.next.value === 'context') {
      withContext = parseContext(stream, false);
      break;
    }
    const token = stream.expect('name');
    if (token.value.startsWith('_')) {
      throw new TemplateSyntaxError(
        `'${token.value}' is private: names with an underscore cannot be imported`,
        token,
      );
    }
    const alias = stream.skip('name', 'as') ? stream.expect('name').value : token.value;
    names.push([token.value, alias]);
    if (stream.isName('with', 'without') && stream.next.value === 'context') {
      withContext = parseContext(stream, false);
      break;
    }
    if (!stream.isOperator(',')) break;
  }
  if (names.length === 0) throw stream.unexpected('a name to import');
  return { kind: 'from-import', template, names, withContext, ...stream.placeFrom(start) };
}
