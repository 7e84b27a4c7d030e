import { connectionOpener } from './connection/open.ts';
import type { EngineDependencies, Templar as TaskTemplar, TemplarOptions } from './engine/dependencies.ts';
import { extensionNamed } from './jinja/options.ts';
import type { AnyModule } from './module/define.ts';
import { moduleNames } from './module/names.ts';
import { OwnModules } from './module/own/own-modules.ts';
import { modules } from './modules/index.ts';
import { openShell } from './shell/open-shell.ts';
import type { Vault } from './source/span.ts';
import { hashPassword } from './template/filters/passwords.ts';
import { configLookup } from './template/lookups/config.ts';
import { loopTerms } from './template/lookups/loop-terms.ts';
import { runLookup } from './template/lookups/run.ts';
import { type TemplarOptions as EngineTemplarOptions, Templar } from './template/templar.ts';
import { TemplateEngine } from './template/template-engine.ts';
import { TracedTemplar } from './template/traced-templar.ts';
import type { VariableUses } from './template/variable-uses.ts';
import { omit } from './values/omit.ts';
import { str } from './values/printing.ts';
import type { TemplateText } from './values/template-text.ts';
import type { Value } from './values/types.ts';
import { varsObject } from './variables/magic.ts';
import type { VariableScope } from './variables/types.ts';

/** What tsplay comes with, put together: modules, templating, connections. */
export interface Builtins {
  readonly dependencies: EngineDependencies;
  readonly lookupNames: ReadonlySet<string>;
  /** As `dependencies.createTemplar`, of templars that tell `uses` which variables they were asked for. */
  createTracedTemplar(options: TemplarOptions, uses: VariableUses): TaskTemplar;
  /** Throws the TsplayError of a template that cannot be compiled. */
  checkTemplate(template: TemplateText): void;
  /** The same for the text of a condition. */
  checkCondition(condition: TemplateText): void;
}

export interface BuiltinsOptions {
  /** Opens the encrypted files that lookups and includes read. */
  readonly vault?: Vault | undefined;
  /** What the lookup `config` knows, by Ansible's names. */
  readonly settings?: ReadonlyMap<string, Value>;
  /** Jinja's extensions by their names (`jinja2.ext.do`); those that are not known are passed over. */
  readonly jinjaExtensions?: readonly string[];
  /** The setting `ansible_managed`. */
  readonly managed?: string | undefined;
}

/** The composition root: the only place that knows all registries. */
export function createBuiltins(options: BuiltinsOptions = {}): Builtins {
  const registry = new Map<string, AnyModule>();
  const engine = createEngine(options, registry);
  for (const module of modules) for (const name of moduleNames(module)) registry.set(name, module);
  return {
    dependencies: {
      modules: registry,
      ownModules: new OwnModules(),
      hashPassword,
      omit,
      createTemplar: (options) => taskTemplar(options, (all) => new Templar({ ...all, engine })),
      openConnection: connectionOpener(),
      openShell,
    },
    lookupNames: new Set(engine.lookups.keys()),
    createTracedTemplar: (options, uses) =>
      taskTemplar(options, (all) => new TracedTemplar({ ...all, engine }, uses)),
    checkTemplate: (template) => void engine.compile(template),
    checkCondition: (condition) => checkCondition(condition, engine),
  };
}

function createEngine(options: BuiltinsOptions, registry: ReadonlyMap<string, AnyModule>): TemplateEngine {
  const { vault, settings, managed, jinjaExtensions = [] } = options;
  const config = configLookup(settings ?? new Map());
  return new TemplateEngine({
    vault,
    managed,
    extensions: jinjaExtensions.flatMap((name) => extensionNamed(name) ?? []),
    extra: {
      tests: new Map([['community.general.a_module', (value) => registry.has(str(value))]]),
      lookups: new Map(
        ['config', 'ansible.builtin.config', 'ansible.legacy.config'].map((name) => [name, config]),
      ),
    },
  });
}

function checkCondition(condition: TemplateText, engine: TemplateEngine): void {
  const { text, origin } = condition;
  if (text.includes('{%')) engine.compile(condition);
  // With {{ }} in it, what is evaluated is known only when that is rendered.
  else if (!text.includes('{{') && text.trim() !== '') engine.compileTest(text, origin);
}

function taskTemplar(
  options: TemplarOptions,
  create: (options: Omit<EngineTemplarOptions, 'engine'>) => Templar,
): TaskTemplar {
  const scope = withVars(options.scope, (name) => templar.get(name));
  const templar: Templar = create({ ...options, scope });
  return {
    render: (value) => templar.render(value),
    condition: (value) => templar.condition(value),
    expression: (text, origin, use) => templar.expression(text, origin, use),
    file: (options) => templar.renderFile(options),
    lookup: (name, terms) => runLookup({ name, terms: loopTerms(name, terms), templar }),
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
