import type { BlockNode, Body } from './ast.ts';
import type { Token } from './lexer.ts';
import type { Extension } from './options.ts';
import type { TokenStream } from './token-stream.ts';

/** What the parsers of single statements share. */
export interface StatementContext {
  readonly stream: TokenStream;
  readonly extensions: ReadonlySet<Extension>;
  readonly blocks: Map<string, BlockNode>;
  /** Parses statements up to an end tag and stops at its name. */
  readonly parseBody: (endNames: readonly string[]) => Body;
  /** The tags that are open, outermost first. */
  readonly openTags: Token[];
  loopDepth: number;
}

/** The body up to one of `endNames`, with the end tag's name consumed; and that name. */
export function bodyUntil(
  context: StatementContext,
  endNames: readonly string[],
): { readonly body: Body; readonly end: string } {
  // As in Python, a colon may stand at the end: `if x:`.
  context.stream.skip('operator', ':');
  context.stream.expect('block-end');
  const body = context.parseBody(endNames);
  return { body, end: context.stream.advance().value };
}
