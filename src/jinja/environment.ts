import { TsplayError } from '../errors.ts';
import type { TextOrigin } from '../values/template-text.ts';
import { BoundExpression, BoundTemplate, type Runs } from './bound-template.ts';
import { compileExpression } from './compile-expression.ts';
import { compileSource } from './compile-template.ts';
import type { CompiledExpression, CompiledTemplate } from './compiled.ts';
import type { ModuleSource, RenderEnvironment, Run, SourceUnit } from './frame.ts';
import { namesIn } from './names.ts';
import {
  defaultLimits,
  defaultSyntax,
  type EnvironmentOptions,
  type RenderLimits,
  type Scope,
  type SyntaxOptions,
} from './options.ts';
import { type BareKind, parseBareExpression } from './parser.ts';
import { mayMutate, RunScope } from './run-scope.ts';
import { spanOf } from './span-of.ts';
import { TemplateSyntaxError } from './syntax-error.ts';
import type { Expression, Template } from './template.ts';

/** Texts that are kept compiled; beyond that the cache starts anew. */
const cacheSize = 5000;

interface BareSource {
  readonly text: string;
  readonly origin: TextOrigin | undefined;
  readonly kind: BareKind;
  readonly cache: Map<string, CompiledExpression>;
}

/** Compiles templates with one set of options and plugins. Compiled templates are cached by their source. */
export class Environment {
  readonly options: EnvironmentOptions;
  readonly #syntax: SyntaxOptions;
  readonly #limits: RenderLimits;
  readonly #templates = new Map<string, CompiledTemplate>();
  readonly #expressions = new Map<string, CompiledExpression>();
  readonly #tests = new Map<string, CompiledExpression>();
  readonly #runtime: RenderEnvironment;

  readonly #runs: Runs;

  constructor(options: EnvironmentOptions) {
    this.options = options;
    this.#syntax = { ...defaultSyntax, ...options.syntax };
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#runtime = {
      registry: options.registry,
      isLenient: options.undefinedPolicy === 'lenient',
      finalize: options.finalize,
      captured: options.captured,
      load: (name, from) => this.#load(name, from),
    };
    this.#runs = {
      start: (scope) => this.#run(scope),
      escapes: options.autoescape === true,
      maxLength: this.#limits.outputLength,
    };
  }

  /** @throws TsplayError `template-syntax`, `template-plugin-unknown`, `template-limit` */
  compile(text: string, name?: string, origin?: TextOrigin): Template {
    const unit: SourceUnit = { name, text, origin };
    return new BoundTemplate({ compiled: this.#compiled(unit), unit, runs: this.#runs });
  }

  /** Compiles what stands between `{{` and `}}`. @throws as `compile` */
  compileExpression(text: string, origin?: TextOrigin): Expression {
    return this.#compileBare({ text, origin, kind: 'value', cache: this.#expressions });
  }

  /** Compiles what stands in `{% if %}`. @throws as `compile` */
  compileTest(text: string, origin?: TextOrigin): Expression {
    return this.#compileBare({ text, origin, kind: 'test', cache: this.#tests });
  }

  #compileBare({ text, origin, kind, cache }: BareSource): Expression {
    const unit: SourceUnit = { name: undefined, text, origin };
    let compiled = cache.get(text);
    if (compiled === undefined) {
      compiled = located(unit, () => {
        const node = parseBareExpression(text, this.#syntax, kind);
        return {
          place: node,
          soleName: node.kind === 'name' ? node.name : undefined,
          freeNames: () => namesIn(node),
          mutates: mayMutate(node),
          evaluate: compileExpression(node, { registry: this.options.registry }),
        };
      });
      keep(cache, text, compiled);
    }
    return new BoundExpression({ compiled, unit, runs: this.#runs });
  }

  #compiled(unit: SourceUnit): CompiledTemplate {
    const known = this.#templates.get(unit.text);
    if (known !== undefined) return known;
    const { registry, extensions } = this.options;
    const compiled = located(unit, () =>
      compileSource(unit.text, { syntax: this.#syntax, registry, extensions: new Set(extensions) }),
    );
    keep(this.#templates, unit.text, compiled);
    return compiled;
  }

  #run(scope: Scope): Run {
    return {
      scope: new RunScope(scope),
      environment: this.#runtime,
      limits: this.#limits,
      autoescape: this.#runs.escapes,
      ignoresAutoescape: this.options.autoescape === 'ignored',
      outputLength: 0,
      depth: 0,
      iterations: 0,
      frame: undefined,
      place: undefined,
    };
  }

  #load(name: string, from: string | undefined): ModuleSource | undefined {
    const loaded = this.options.loader?.(name, from);
    if (loaded === undefined) return undefined;
    const unit: SourceUnit = { name: loaded.name, text: loaded.text, origin: loaded.origin };
    return this.#compiled(unit).moduleFor(unit);
  }
}

function keep<T>(cache: Map<string, T>, text: string, compiled: T): void {
  if (cache.size >= cacheSize) cache.clear();
  cache.set(text, compiled);
}

/** Gives a problem of the text its span. */
function located<T>(unit: SourceUnit, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof TemplateSyntaxError) {
      const { code, message, hint, place } = error;
      throw new TsplayError({ code, message, hint, span: spanOf(unit.origin, place), cause: error });
    }
    if (error instanceof RangeError) {
      throw new TsplayError({
        code: 'template-limit',
        message: 'the template is nested too deeply',
        span: unit.origin?.span,
        cause: error,
      });
    }
    throw error;
  }
}
