import type { Value } from '../values/types.ts';
import type { Scope } from './options.ts';

/** A compiled template. Immutable: it may be rendered any number of times, also from within its own rendering. */
export interface Template {
  readonly name: string | undefined;
  readonly source: string;
  /** True when it holds no code at all: `render` gives always the same text. */
  readonly isConstant: boolean;
  /** The expression when the whole template is one single `{{ expression }}` with nothing around it. */
  readonly soleExpression: Expression | undefined;
  /** All output as one text. */
  render(scope: Scope): string;
  /** The output in order: text as strings, each `{{ }}` as its value after `finalize`. */
  renderNative(scope: Scope): Value[];
  /** Names that it reads from its scope (an over-approximation: some may be set by the template first). */
  readonly freeNames: ReadonlySet<string>;
}

/** A compiled expression. */
export interface Expression {
  readonly source: string;
  /** The name when the expression is nothing but a variable. */
  readonly soleName: string | undefined;
  /**
   * The value; an Undefined when it names something that does not exist. Not finalized. What `use` makes of it is
   * the result: an error of `use` (a value that cannot be printed) gets the expression's place and a near name too.
   */
  evaluate(scope: Scope, use?: (value: Value) => Value): Value;
  readonly freeNames: ReadonlySet<string>;
}
