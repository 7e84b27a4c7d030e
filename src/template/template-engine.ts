import { Environment } from '../jinja/environment.ts';
import { defaultSyntax, type Extension, type LoadedSource, type SyntaxOptions } from '../jinja/options.ts';
import type { PluginRegistry } from '../jinja/plugins.ts';
import type { Expression, Template } from '../jinja/template.ts';
import type { Vault } from '../source/span.ts';
import type { TemplateText, TextOrigin } from '../values/template-text.ts';
import type { ActiveTask } from './active-task.ts';
import { escapeBackslashes, escapeExpression } from './escape-backslashes.ts';
import { lookupPlugins } from './lookups/registry.ts';
import type { Lookup } from './lookups/types.ts';
import { printed, textToValue } from './native.ts';
import { newlinesAtEnd } from './newlines-at-end.ts';
import { createRegistry, type ExtraPlugins } from './registry.ts';
import { spliceLookupTerms } from './splice.ts';

export interface TemplateEngineOptions {
  /** Filters, tests, globals and lookups over those that are built in. */
  readonly extra?: ExtraPlugins;
  /** Jinja extensions that playbooks ask for in their configuration. */
  readonly extensions?: readonly Extension[];
  /** Opens the encrypted files that lookups and includes read. */
  readonly vault?: Vault | undefined;
  /** The setting `ansible_managed`. */
  readonly managed?: string | undefined;
}

/** What rendering a text of the project needs. */
export interface CompiledText {
  readonly template: Template;
  /** The expression, when the text is nothing but one. */
  readonly sole: Expression | undefined;
  /** How many newlines the text ends with: Jinja takes one away, and Ansible puts them back. */
  readonly newlines: number;
}

/** A playbook's own texts and template files alike: a newline after a block is the block's. */
const PLAYBOOK_SYNTAX: Partial<SyntaxOptions> = { trimBlocks: true, keepTrailingNewline: false };

const syntaxNames = Object.keys(defaultSyntax) as readonly (keyof SyntaxOptions)[];
const playbookSyntax: SyntaxOptions = { ...defaultSyntax, ...PLAYBOOK_SYNTAX };

/** Most files ask for nothing else: they share the playbook's environment. */
function isPlaybookSyntax(syntax: Partial<SyntaxOptions>): boolean {
  return syntaxNames.every((name) => !(name in syntax) || syntax[name] === playbookSyntax[name]);
}

/**
 * What all templating of one run shares: the plugins and the compiled templates. Rendering is synchronous, so the
 * task that is being rendered is known here, to plugins and to includes, without being handed through Jinja.
 */
export class TemplateEngine {
  readonly registry: PluginRegistry;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly vault: Vault | undefined;
  /** The setting `ansible_managed`. */
  readonly managed: string;
  readonly #extensions: readonly Extension[];
  readonly #environments = new Map<string, Environment>();
  readonly #texts = new WeakMap<TemplateText, CompiledText>();
  readonly #environment: Environment;
  #current: ActiveTask | undefined;

  constructor(options: TemplateEngineOptions = {}) {
    this.lookups = new Map([...lookupPlugins, ...(options.extra?.lookups ?? [])]);
    this.registry = createRegistry(() => this.#current, options.extra);
    this.vault = options.vault;
    this.managed = options.managed ?? 'Ansible managed';
    this.#extensions = options.extensions ?? [];
    this.#environment = this.#createEnvironment(PLAYBOOK_SYNTAX);
  }

  /** A text that was compiled before. */
  known(source: TemplateText): CompiledText | undefined {
    return this.#texts.get(source);
  }

  /** Compiles a text of the project, once. */
  compile(source: TemplateText): CompiledText {
    const known = this.#texts.get(source);
    if (known !== undefined) {
      return known;
    }
    const spliced = spliceLookupTerms(source.text, source.origin);
    const { text, origin } = escapeBackslashes(spliced.text, spliced.origin);
    const template = this.#environment.compile(text, undefined, origin);
    const compiled = { template, sole: template.soleExpression, newlines: newlinesAtEnd(source.text) };
    this.#texts.set(source, compiled);
    return compiled;
  }

  compileExpression(source: string, sourceOrigin?: TextOrigin): Expression {
    const spliced = spliceLookupTerms(source, sourceOrigin);
    const { text, origin } = escapeExpression(spliced.text, spliced.origin);
    return this.#environment.compileExpression(text, origin);
  }

  /** The expression of a condition: as `{% if %}` takes it, escapes in strings included. */
  compileTest(source: string, sourceOrigin?: TextOrigin): Expression {
    const { text, origin } = spliceLookupTerms(source, sourceOrigin);
    return this.#environment.compileTest(text, origin);
  }

  /** The environment for a template file with its own syntax. */
  environment(syntax: Partial<SyntaxOptions>): Environment {
    if (isPlaybookSyntax(syntax)) return this.#environment;
    const all: Partial<SyntaxOptions> = { ...PLAYBOOK_SYNTAX, ...syntax };
    const key = syntaxNames.map((name) => JSON.stringify(all[name])).join();
    const known = this.#environments.get(key);
    if (known !== undefined) {
      return known;
    }
    const environment = this.#createEnvironment(all);
    this.#environments.set(key, environment);
    return environment;
  }

  #createEnvironment(syntax: Partial<SyntaxOptions>): Environment {
    return new Environment({
      registry: this.registry,
      syntax,
      extensions: this.#extensions,
      loader: (name, from) => this.#load(name, from),
      finalize: printed,
      captured: textToValue,
      autoescape: 'ignored',
    });
  }

  /** Runs `work` for a task: rendering in it is that task's. */
  during<T>(task: ActiveTask, work: () => T): T {
    const before = this.#current;
    this.#current = task;
    try {
      return work();
    } finally {
      this.#current = before;
    }
  }

  #load(name: string, from: string | undefined): LoadedSource | undefined {
    return this.#current?.loadTemplate(name, from);
  }
}
