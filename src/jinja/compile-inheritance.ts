/** Blocks, extends, include and import: statements that bring in other templates. */

import { TsplayError } from '../errors.ts';
import { argumentError } from '../values/arguments.ts';
import { typeError } from '../values/errors.ts';
import { tryIterate } from '../values/iterate.ts';
import { Markup } from '../values/markup.ts';
import { textOf } from '../values/text.ts';
import { typeName } from '../values/type-name.ts';
import { Callable, ObjectValue, type Value } from '../values/types.ts';
import type { StatementNode } from './ast.ts';
import { compileExpression } from './compile-expression.ts';
import type { StatementCompiler } from './compiled.ts';
import { type BlockImplementation, Frame, type ModuleSource, RenderContext } from './frame.ts';
import type { Scope } from './options.ts';
import { reachedFrom } from './render-error.ts';
import { renderModule } from './render-module.ts';
import { type Sink, TextSink } from './sink.ts';

type NodeOf<K extends StatementNode['kind']> = Extract<StatementNode, { kind: K }>;

const emptyScope: Scope = { get: () => undefined };

function loadNamed(frame: Frame, wanted: Value, ignoreMissing: boolean): ModuleSource | undefined {
  const single = textOf(wanted);
  const names = single === undefined ? Array.from(tryIterate(wanted) ?? [wanted]) : [single];
  for (const value of names) {
    const name = textOf(value);
    if (name === undefined) throw typeError(`a template's name is text, not ${typeName(value)}`);
    const found = frame.run.environment.load(name, frame.unit.name);
    if (found !== undefined) return found;
  }
  if (ignoreMissing) return undefined;
  const listed = names.map((name) => `'${String(name)}'`).join(', ');
  throw new TsplayError({ code: 'template-not-found', message: `the template ${listed} was not found` });
}

function nameOf(source: ModuleSource): string {
  return source.unit.name === undefined ? 'a template' : `'${source.unit.name}'`;
}

/** The variables of a frame as another template's scope. */
function scopeOf(frame: Frame): Scope {
  return { get: (name) => frame.resolve(name), names: () => frame.names() };
}

export const compileInclude: StatementCompiler<NodeOf<'include'>> = (node, context) => {
  const template = compileExpression(node.template, context);
  return (frame, out) => {
    const wanted = template(frame);
    frame.at(node);
    const source = loadNamed(frame, wanted, node.ignoreMissing);
    if (source === undefined) return 'done';
    const inner = new RenderContext(node.withContext ? scopeOf(frame) : emptyScope);
    reachedFrom(frame.run, `in ${nameOf(source)}, included`, () =>
      frame.deeper(() => renderModule(source, inner, frame.run, out)),
    );
    return 'done';
  };
};

/** An imported template: its macros and top-level variables are its attributes. */
class TemplateModule extends ObjectValue {
  readonly typeName = 'TemplateModule';
  readonly #name: string;
  readonly #variables: ReadonlyMap<string, Value>;
  readonly #text: string;
  constructor(name: string, variables: ReadonlyMap<string, Value>, text: string) {
    super();
    this.#name = name;
    this.#variables = variables;
    this.#text = text;
  }
  override getAttribute(name: string): Value | undefined {
    return name.startsWith('_') ? undefined : this.#variables.get(name);
  }
  override text(): string {
    return this.#text;
  }
  override repr(): string {
    return `<TemplateModule '${this.#name}'>`;
  }
}

function importModule(frame: Frame, wanted: Value, withContext: boolean): TemplateModule {
  const source = loadNamed(frame, wanted, false);
  if (source === undefined) throw argumentError('an import needs a template');
  const inner = new RenderContext(withContext ? scopeOf(frame) : emptyScope);
  const out = new TextSink(frame.run);
  reachedFrom(frame.run, `in ${nameOf(source)}, imported`, () =>
    frame.deeper(() => renderModule(source, inner, frame.run, out)),
  );
  return new TemplateModule(source.unit.name ?? '', inner.variables ?? new Map(), out.result);
}

export const compileImport: StatementCompiler<NodeOf<'import'>> = (node, context) => {
  const template = compileExpression(node.template, context);
  return (frame) => {
    const wanted = template(frame);
    frame.at(node);
    frame.set(node.target, importModule(frame, wanted, node.withContext));
    return 'done';
  };
};

export const compileFromImport: StatementCompiler<NodeOf<'from-import'>> = (node, context) => {
  const template = compileExpression(node.template, context);
  return (frame) => {
    const wanted = template(frame);
    frame.at(node);
    const module = importModule(frame, wanted, node.withContext);
    for (const [name, alias] of node.names) {
      const message = `the template '${textOf(wanted) ?? ''}' does not export '${name}'`;
      const value = module.getAttribute(name);
      frame.set(alias, value === undefined ? frame.missing(message, name) : value);
    }
    return 'done';
  };
};

export const compileExtends: StatementCompiler<NodeOf<'extends'>> = (node, context) => {
  const template = compileExpression(node.template, context);
  return (frame) => {
    const wanted = template(frame);
    frame.at(node);
    if (frame.context.parent !== undefined) {
      throw new TsplayError({
        code: 'template-syntax',
        message: 'a template extends one other template only',
      });
    }
    frame.context.parent = loadNamed(frame, wanted, false);
    return 'done';
  };
};

export const compileBlock: StatementCompiler<NodeOf<'block'>> = (node) => (frame, out) => {
  if (frame.context.parent !== undefined && frame.parent === undefined) return 'done';
  frame.at(node);
  renderBlock(frame, node.name, 0, node.isScoped ? frame : undefined, out);
  return 'done';
};

/** Renders the block's implementation at a level of the inheritance: 0 is the most derived one. */
function renderBlock(frame: Frame, name: string, level: number, parent: Frame | undefined, out: Sink): void {
  const block = frame.context.blocksNamed(name)[level];
  if (block === undefined) return;
  if (block.isRequired && level === 0) {
    throw new TsplayError({
      code: 'template-syntax',
      message: `the required block '${name}' is not defined`,
    });
  }
  frame.deeper(() => {
    const inner = blockFrame(frame, block, parent);
    inner.set('super', superOf(inner, name, level + 1, parent));
    inner.set('self', new BlockReferences(inner));
    block.render(inner, out);
  });
}

function blockFrame(frame: Frame, block: BlockImplementation, parent: Frame | undefined): Frame {
  return new Frame(frame.run, frame.context, block.unit, parent, frame.autoescape);
}

function superOf(frame: Frame, name: string, level: number, parent: Frame | undefined): Value {
  if (frame.context.blocksNamed(name)[level] === undefined) {
    return frame.missing(`there is no parent block called '${name}'.`, 'super');
  }
  return new Callable('super', () => {
    const out = new TextSink(frame.run);
    renderBlock(frame, name, level, parent, out);
    return frame.autoescape ? new Markup(out.result) : out.result;
  });
}

/** The special variable `self`: its attributes render blocks. */
export class BlockReferences extends ObjectValue {
  readonly typeName = 'TemplateReference';
  readonly #frame: Frame;
  constructor(frame: Frame) {
    super();
    this.#frame = frame;
  }
  override getAttribute(name: string): Value | undefined {
    const frame = this.#frame;
    if (frame.context.blocksNamed(name).length === 0) return undefined;
    return new Callable(name, () => {
      const out = new TextSink(frame.run);
      renderBlock(frame, name, 0, undefined, out);
      return frame.autoescape ? new Markup(out.result) : out.result;
    });
  }
}
