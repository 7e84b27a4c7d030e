import { openConnection } from './connection/open.ts';
import type { EngineDependencies, Templar as TaskTemplar, TemplarOptions } from './engine/dependencies.ts';
import type { AnyModule } from './module/define.ts';
import { moduleNames } from './module/names.ts';
import { modules } from './modules/index.ts';
import { openShell } from './shell/open-shell.ts';
import { runLookup } from './template/lookups/run.ts';
import { omit } from './template/omit.ts';
import { Templar } from './template/templar.ts';
import { TemplateEngine } from './template/template-engine.ts';
import type { TemplateText } from './values/template-text.ts';
import type { Value } from './values/types.ts';
import { varsObject } from './variables/magic.ts';
import type { VariableScope } from './variables/types.ts';

/** What tsplay comes with, put together: modules, templating, connections. */
export interface Builtins {
  readonly dependencies: EngineDependencies;
  readonly lookupNames: ReadonlySet<string>;
  /** Throws the TsplayError of a template that cannot be compiled. */
  checkTemplate(template: TemplateText): void;
  /** The same for the text of a condition. */
  checkCondition(condition: TemplateText): void;
}

/** The composition root: the only place that knows all registries. */
export function createBuiltins(): Builtins {
  const engine = new TemplateEngine();
  const registry = new Map<string, AnyModule>();
  for (const module of modules) for (const name of moduleNames(module)) registry.set(name, module);
  return {
    dependencies: {
      modules: registry,
      omit,
      createTemplar: (options) => createTemplar(engine, options),
      openConnection,
      openShell,
    },
    lookupNames: new Set(engine.lookups.keys()),
    checkTemplate: (template) => void engine.compile(template),
    checkCondition: (condition) => checkCondition(condition, engine),
  };
}

function checkCondition(condition: TemplateText, engine: TemplateEngine): void {
  const { text, origin } = condition;
  if (text.includes('{%')) engine.compile(condition);
  // With {{ }} in it, what is evaluated is known only when that is rendered.
  else if (!text.includes('{{') && text.trim() !== '') engine.compileExpression(text, origin);
}

function createTemplar(engine: TemplateEngine, options: TemplarOptions): TaskTemplar {
  const templar: Templar = new Templar({
    ...options,
    engine,
    scope: withVars(options.scope, (name) => templar.get(name)),
  });
  return {
    render: (value) => templar.render(value),
    condition: (value) => templar.condition(value),
    expression: (text, origin) => templar.expression(text, origin),
    file: (options) => templar.renderFile(options),
    lookup: (name, terms) => runLookup({ name, terms: asTerms(terms), templar }),
  };
}

/** A scope that knows `vars` as well: all its variables, each rendered when it is looked up. */
function withVars(scope: VariableScope, get: (name: string) => Value | undefined): VariableScope {
  let vars: Value | undefined;
  const allVariables = (): Value => {
    vars ??= varsObject(() => scope.names(), get);
    return vars;
  };
  return {
    get: (name) => {
      const value = scope.get(name);
      return value === undefined && name === 'vars' ? allVariables() : value;
    },
    has: (name) => name === 'vars' || scope.has(name),
    names: () => scope.names(),
  };
}

/** `with_*` takes a list of terms, or one term. */
function asTerms(terms: Value): readonly Value[] {
  return Array.isArray(terms) ? (terms as readonly Value[]) : [terms];
}
