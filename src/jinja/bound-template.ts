/** What was compiled, joined to the place that its text came from: what callers render. */

import type { Value } from '../values/types.ts';
import type { CompiledExpression, CompiledTemplate, LinePart } from './compiled.ts';
import { Frame, type ModuleSource, RenderContext, type Run, type SourceUnit } from './frame.ts';
import type { Scope } from './options.ts';
import { printLine } from './print-line.ts';
import { renderError } from './render-error.ts';
import { renderModule } from './render-module.ts';
import { type Sink, TextSink, ValueSink } from './sink.ts';
import type { Expression, Template } from './template.ts';

export type StartRun = (scope: Scope) => Run;

export interface Bound<C> {
  readonly compiled: C;
  readonly unit: SourceUnit;
  readonly startRun: StartRun;
}

/** One object and no closures: a project holds thousands of them, and each is touched when it is rendered. */
export class BoundTemplate implements Template {
  readonly soleExpression: Expression | undefined;
  readonly #compiled: CompiledTemplate;
  readonly #module: ModuleSource;
  readonly #startRun: StartRun;

  constructor({ compiled, unit, startRun }: Bound<CompiledTemplate>) {
    const { soleExpression } = compiled;
    this.#compiled = compiled;
    this.#module = compiled.moduleFor(unit);
    this.#startRun = startRun;
    this.soleExpression = soleExpression && new BoundExpression({ compiled: soleExpression, unit, startRun });
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
    const run = this.#startRun(scope);
    if (line !== undefined) return this.#renderLine(line, run);
    const out = new TextSink(run);
    this.#renderTo(out, run);
    return out.result;
  }

  renderNative(scope: Scope): Value[] {
    const { constant } = this.#compiled;
    if (constant !== undefined) return constant === '' ? [] : [constant];
    const run = this.#startRun(scope);
    const out = new ValueSink(run);
    this.#renderTo(out, run);
    return out.result;
  }

  /** As `#renderTo` would, without what only statements need. */
  #renderLine(line: readonly LinePart[], run: Run): string {
    if (this.#compiled.mutates) run.scope.isolate();
    const frame = new Frame(
      run,
      new RenderContext(run.scope),
      this.#module.unit,
      undefined,
      run.autoescape,
      true,
    );
    try {
      return printLine(line, frame);
    } catch (error) {
      throw renderError(error, run);
    }
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
  readonly #startRun: StartRun;

  constructor({ compiled, unit, startRun }: Bound<CompiledExpression>) {
    this.#compiled = compiled;
    this.#unit = unit;
    this.#startRun = startRun;
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
    const run = this.#startRun(scope);
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
