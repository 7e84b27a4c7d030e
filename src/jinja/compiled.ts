import type { Value } from '../values/types.ts';
import type { Body, Place, StatementNode } from './ast.ts';
import type { CompileContext } from './compile-expression.ts';
import type { Frame, ModuleSource, SourceUnit } from './frame.ts';
import type { Sink } from './sink.ts';

/** How a statement ended: `break` and `continue` unwind to their loop. */
export type Outcome = 'done' | 'break' | 'continue';

export type Execute = (frame: Frame, out: Sink) => Outcome;

export type CompileBody = (body: Body, context: CompileContext) => Execute;

export type StatementCompiler<N extends StatementNode> = (
  node: N,
  context: CompileContext,
  compileBody: CompileBody,
) => Execute;

export interface CompiledExpression {
  readonly place: Place;
  readonly soleName: string | undefined;
  readonly freeNames: () => ReadonlySet<string>;
  /** Whether it may change a variable in place. */
  readonly mutates: boolean;
  readonly evaluate: (frame: Frame) => Value;
}

/** Text, or an expression that is printed; `name` when it is nothing but one. */
export type LinePart =
  | string
  | { readonly place: Place; readonly name: string | undefined; readonly evaluate: (frame: Frame) => Value };

/** A template without the place it came from: shared by all templates of the same text. */
export interface CompiledTemplate {
  readonly text: string;
  /** The text of a template without code. */
  readonly constant: string | undefined;
  /** The expression of a template that is nothing but one. */
  readonly soleExpression: CompiledExpression | undefined;
  /** The parts of a template without statements: what most values of a playbook are. */
  readonly line: readonly LinePart[] | undefined;
  readonly mutates: boolean;
  readonly freeNames: () => ReadonlySet<string>;
  readonly moduleFor: (unit: SourceUnit) => ModuleSource;
}
