import { TsplayError } from '../errors.ts';
import { isUndefinedError, withTrail } from '../jinja/error-trail.ts';
import type { LoadedSource } from '../jinja/options.ts';
import type { TemplateFileOptions } from '../module/context.ts';
import { omit } from '../values/omit.ts';
import { mayHoldTemplate, TemplateText, type TextOrigin } from '../values/template-text.ts';
import { type Dict, Tuple, Undefined, type Value } from '../values/types.ts';
import type { VariableScope } from '../variables/types.ts';
import type { ActiveTask } from './active-task.ts';
import { evaluateCondition } from './conditions.ts';
import { holdsTemplate } from './holds-template.ts';
import type { Lookup, LookupContext } from './lookups/types.ts';
import { expressionToValue, textToValue, variableToValue } from './native.ts';
import { newlinesAtEnd } from './newlines-at-end.ts';
import { OverlayScope } from './overlay-scope.ts';
import { findProjectFile, loadTemplateFile } from './project-files.ts';
import { revealed } from './reveal.ts';
import { preservesText } from './string-filters.ts';
import type { TemplateEngine } from './template-engine.ts';
import { renderTemplateFile } from './template-file.ts';

export interface TemplarOptions {
  readonly engine: TemplateEngine;
  /** The task's variables, as written. */
  readonly scope: VariableScope;
  /** Folders in which lookups and includes find files: the role's, the task file's, the playbook's. */
  readonly searchPaths?: readonly string[];
  /** For the lookup inventory_hostnames. */
  readonly hostNames?: (pattern: string) => readonly string[];
  readonly warn?: (message: string) => void;
}

/**
 * Renders for one host and task. Only TemplateText is ever rendered; what comes out is data. Variables are rendered
 * when a template names them, once for each Templar.
 */
export class Templar implements ActiveTask {
  readonly engine: TemplateEngine;
  readonly #options: TemplarOptions;
  readonly #rendered = new Map<string, Value>();
  /** Variables that are being rendered, to find cycles. */
  readonly #underway: string[] = [];
  #lookupContext: LookupContext | undefined;

  constructor(options: TemplarOptions) {
    this.engine = options.engine;
    this.#options = options;
  }

  /** Renders every template in a value and decrypts every encrypted text; a value without any is returned as it is. */
  render(value: Value): Value {
    return revealed(holdsTemplate(value) ? this.engine.during(this, () => this.#renderDeep(value)) : value);
  }

  /** Whether a condition holds: a bool, an expression, or a list of them of which all must hold. */
  condition(value: Value): boolean {
    return this.engine.during(this, () => evaluateCondition(value, { engine: this.engine, scope: this }));
  }

  /** The value of an expression (what stands between `{{` and `}}`); an Undefined when it names nothing. `use`: see `Expression.evaluate`. */
  expression(text: string, origin?: TextOrigin, use?: (value: Value) => Value): Value {
    return revealed(
      this.engine.during(this, () => this.engine.compileExpression(text, origin).evaluate(this, use)),
    );
  }

  /** Renders a template file as the module `template` does. The result is text, whatever it looks like. */
  renderFile(options: TemplateFileOptions, extra?: ReadonlyMap<string, Value>): string {
    const templar =
      extra === undefined || extra.size === 0
        ? this
        : new Templar({ ...this.#options, scope: new OverlayScope(extra, this.#options.scope) });
    return templar.engine.during(templar, () =>
      renderTemplateFile(options, { engine: this.engine, scope: templar }),
    );
  }

  /** A variable's rendered value; undefined when there is none, an Undefined when it needs one that is missing. */
  get(name: string): Value | undefined {
    const known = this.#rendered.get(name);
    if (known !== undefined) {
      return known;
    }
    const written = this.#options.scope.get(name);
    if (written === undefined || !holdsTemplate(written)) {
      return written;
    }
    const value = this.#renderVariable(name, written);
    this.#rendered.set(name, value);
    return value;
  }

  names(): Iterable<string> {
    return this.#options.scope.names();
  }

  get lookups(): ReadonlyMap<string, Lookup> {
    return this.engine.lookups;
  }

  get lookupContext(): LookupContext {
    this.#lookupContext ??= {
      variable: (name) => this.get(name),
      variableNames: () => this.names(),
      render: (value) => this.render(value),
      renderFile: (options, extra) => this.renderFile(options, extra),
      findFile: (name, subfolder) => findProjectFile(name, { subfolder, searchPaths: this.#searchPaths }),
      searchPaths: this.#searchPaths,
      vault: this.engine.vault,
      warn: (message) => this.warn(message),
      hostNames: this.#options.hostNames,
    };
    return this.#lookupContext;
  }

  loadTemplate(name: string, from: string | undefined): LoadedSource | undefined {
    return loadTemplateFile(name, { from, searchPaths: this.#searchPaths, vault: this.engine.vault });
  }

  warn(message: string): void {
    this.#options.warn?.(message);
  }

  get #searchPaths(): readonly string[] {
    return this.#options.searchPaths ?? [];
  }

  #renderVariable(name: string, written: Value): Value {
    const first = this.#underway.indexOf(name);
    if (first >= 0) {
      const loop = [...this.#underway.slice(first), name].join(' -> ');
      throw new TsplayError({ code: 'recursive-variable', message: `recursive loop in variable ${loop}` });
    }
    this.#underway.push(name);
    try {
      return this.#renderDeep(written);
    } catch (error) {
      const failure = withTrail(error, `while rendering variable '${name}'`);
      if (!isUndefinedError(failure)) {
        throw failure;
      }
      // `is defined` and `default` take a variable that cannot be rendered for one that is not there.
      return new Undefined(failure.message, name, failure);
    } finally {
      this.#underway.pop();
    }
  }

  #renderDeep(value: Value): Value {
    if (value instanceof TemplateText) {
      return this.#renderText(value);
    }
    if (!holdsTemplate(value)) {
      return value;
    }
    if (value instanceof Map) {
      const dict: Dict = new Map();
      for (const [key, item] of value) {
        dict.set(key instanceof TemplateText ? key.text : key, this.#renderDeep(item));
      }
      return dict;
    }
    const items = value instanceof Tuple ? value.items : value;
    return Array.isArray(items) ? items.map((item) => this.#renderDeep(item)) : value;
  }

  #renderText(source: TemplateText): Value {
    const known = this.engine.known(source);
    if (known === undefined && !mayHoldTemplate(source.text)) {
      return source.text;
    }
    const { template, newlines, sole } = known ?? this.engine.compile(source);
    if (sole === undefined || newlines > (sole.soleName === undefined ? 0 : 1)) {
      const text = template.render(this);
      if (newlines === 0) {
        return textToValue(text);
      }
      const whole = text + '\n'.repeat(Math.max(0, newlines - newlinesAtEnd(text)));
      // Ansible looks at the text before it puts the newline back.
      if (newlines === 1 && (text === 'True' || text === 'False')) {
        return text === 'True';
      }
      return newlines === 1 && sole !== undefined && preservesText(sole.source) ? whole : textToValue(whole);
    }
    const toValue = this.#isWrittenValue(sole.soleName) ? variableToValue : expressionToValue;
    return sole.evaluate(this, (value) =>
      value === omit || (typeof value === 'string' && preservesText(sole.source)) ? value : toValue(value),
    );
  }

  /** Whether a name stands for a variable that is a value as it was written: made by no template. */
  #isWrittenValue(name: string | undefined): boolean {
    return name !== undefined && !(this.#options.scope.get(name) instanceof TemplateText);
  }
}
