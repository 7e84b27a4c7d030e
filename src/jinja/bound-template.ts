/** What was compiled, joined to the place that its text came from: what callers render. */

import type { TsplayError } from '../errors.ts';
import type { Value } from '../values/types.ts';
import type { Place } from './ast.ts';
import type { CompiledExpression, CompiledTemplate, LinePart } from './compiled.ts';
import { Frame, type ModuleSource, RenderContext, type Run, type SourceUnit } from './frame.ts';
import type { Scope } from './options.ts';
import { printLine, printNames } from './print-line.ts';
import { renderError } from './render-error.ts';
import { renderModule } from './render-module.ts';
import { type Sink, TextSink, ValueSink } from './sink.ts';
import type { Expression, Template } from './template.ts';

/** The renders of one environment. */
export interface Runs {
  readonly start: (scope: Scope) => Run;
  /** Whether what is printed is escaped, unless a template says otherwise. */
  readonly escapes: boolean;
  /** Characters that one render may print. */
  readonly maxLength: number;
}

export interface Bound<C> {
  readonly compiled: C;
  readonly unit: SourceUnit;
  readonly runs: Runs;
}

/** One object and no closures: a project holds thousands of them, and each is touched when it is rendered. */
export class BoundTemplate implements Template {
  readonly soleExpression: Expression | undefined;
  readonly #compiled: CompiledTemplate;
  readonly #module: ModuleSource;
  readonly #runs: Runs;

  constructor({ compiled, unit, runs }: Bound<CompiledTemplate>) {
    const { soleExpression } = compiled;
    this.#compiled = compiled;
    this.#module = compiled.moduleFor(unit);
    this.#runs = runs;
    this.soleExpression = soleExpression && new BoundExpression({ compiled: soleExpression, unit, runs });
  }

  get name(): string | undefined {
    return this.#module.unit.name;
  }

  get source(): string {
    return this.#compiled.text;
  }

  get isConstant(): boolean {
    return this.#compiled.constant !== undefined;
  }

  get freeNames(): ReadonlySet<string> {
    return this.#compiled.freeNames();
  }

  render(scope: Scope): string {
    const { constant, line } = this.#compiled;
    if (constant !== undefined) return constant;
    if (line !== undefined) return this.#renderLine(line, scope);
    const run = this.#runs.start(scope);
    const out = new TextSink(run);
    this.#renderTo(out, run);
    return out.result;
  }

  renderNative(scope: Scope): Value[] {
    const { constant } = this.#compiled;
    if (constant !== undefined) return constant === '' ? [] : [constant];
    const run = this.#runs.start(scope);
    const out = new ValueSink(run);
    this.#renderTo(out, run);
    return out.result;
  }

  /** As `#renderTo` would, without what only statements need. */
  #renderLine(line: readonly LinePart[], scope: Scope): string {
    const { escapes, maxLength } = this.#runs;
    if (!escapes) {
      const failedAt = (error: unknown, place: Place) => this.#failedAt(error, place, scope);
      const text = printNames(line, { scope, maxLength, failedAt });
      if (text !== undefined) return text;
    }
    const run = this.#runs.start(scope);
    if (this.#compiled.mutates) run.scope.isolate();
    try {
      return printLine(line, this.#frame(run));
    } catch (error) {
      throw renderError(error, run);
    }
  }

  #failedAt(error: unknown, place: Place, scope: Scope): TsplayError {
    const run = this.#runs.start(scope);
    this.#frame(run).at(place);
    return renderError(error, run);
  }

  #frame(run: Run): Frame {
    return new Frame(run, new RenderContext(run.scope), this.#module.unit, undefined, run.autoescape, true);
  }

  #renderTo(out: Sink, run: Run): void {
    try {
      renderModule(this.#module, new RenderContext(run.scope), run, out);
    } catch (error) {
      throw renderError(error, run);
    }
  }
}

export class BoundExpression implements Expression {
  readonly #compiled: CompiledExpression;
  readonly #unit: SourceUnit;
  readonly #runs: Runs;

  constructor({ compiled, unit, runs }: Bound<CompiledExpression>) {
    this.#compiled = compiled;
    this.#unit = unit;
    this.#runs = runs;
  }

  get source(): string {
    return this.#unit.text;
  }

  get soleName(): string | undefined {
    return this.#compiled.soleName;
  }

  get freeNames(): ReadonlySet<string> {
    return this.#compiled.freeNames();
  }

  evaluate(scope: Scope, use?: (value: Value) => Value): Value {
    const run = this.#runs.start(scope);
    const { mutates, evaluate, place } = this.#compiled;
    if (mutates) run.scope.isolate();
    const frame = new Frame(run, new RenderContext(run.scope), this.#unit, undefined, run.autoescape);
    try {
      const value = evaluate(frame);
      if (use === undefined) return value;
      frame.at(place);
      return use(value);
    } catch (error) {
      throw renderError(error, run);
    }
  }
}
