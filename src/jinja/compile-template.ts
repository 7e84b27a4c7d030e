import type { TemplateNode } from './ast.ts';
import { type CompileContext, compileExpression } from './compile-expression.ts';
import { BlockReferences } from './compile-inheritance.ts';
import { compileBody } from './compile-statement.ts';
import type { CompiledTemplate, Execute, LinePart } from './compiled.ts';
import type { BlockImplementation, BlockRenderer, SourceUnit } from './frame.ts';
import { holdsExtends, namesIn } from './names.ts';
import type { Extension, SyntaxOptions } from './options.ts';
import { parseTemplate } from './parser.ts';
import type { PluginRegistry } from './plugins.ts';
import { mayMutate } from './run-scope.ts';

export interface CompileOptions {
  readonly syntax: SyntaxOptions;
  readonly registry: PluginRegistry;
  readonly extensions: ReadonlySet<Extension>;
}

/** @throws TemplateSyntaxError */
export function compileSource(text: string, options: CompileOptions): CompiledTemplate {
  const tree = parseTemplate(text, options.syntax, options.extensions);
  const context: CompileContext = { registry: options.registry };
  const blocks: readonly CompiledBlock[] = Array.from(tree.blocks.values(), (block) => ({
    name: block.name,
    isRequired: block.isRequired,
    body: compileBody(block.body, context),
  }));
  const line = compileLine(tree, context);
  // Of a line, the statements are wanted only where it is included, or rendered to values.
  let body = line === undefined ? compileBody(tree.body, context) : undefined;
  const whole = [tree.body, [...tree.blocks.values()]];
  const mutates = mayMutate(whole);
  const holdsParent = holdsExtends(whole);
  const renderRoot: BlockRenderer = (frame, out) => {
    if (blocks.length > 0) frame.set('self', new BlockReferences(frame));
    body ??= compileBody(tree.body, context);
    body(frame, out);
  };
  return {
    text,
    constant: constantText(tree),
    soleExpression: soleOf(tree, text, line),
    line,
    mutates,
    freeNames: () => namesIn(whole),
    moduleFor: (unit) => ({
      unit,
      blocks: bindBlocks(blocks, unit),
      mutates,
      extends: holdsParent,
      renderRoot,
    }),
  };
}

interface CompiledBlock {
  readonly name: string;
  readonly isRequired: boolean;
  readonly body: Execute;
}

const noBlocks: ReadonlyMap<string, BlockImplementation> = new Map();

function bindBlocks(
  blocks: readonly CompiledBlock[],
  unit: SourceUnit,
): ReadonlyMap<string, BlockImplementation> {
  if (blocks.length === 0) return noBlocks;
  return new Map(
    blocks.map(({ name, isRequired, body }) => {
      const render: BlockRenderer = (frame, out) => {
        body(frame, out);
      };
      return [name, { unit, isRequired, render }];
    }),
  );
}

function compileLine({ body }: TemplateNode, context: CompileContext): readonly LinePart[] | undefined {
  const parts: LinePart[] = [];
  for (const node of body) {
    if (node.kind === 'text') parts.push(node.text);
    else if (node.kind === 'output') {
      const place = node.expression;
      const name = place.kind === 'name' ? place.name : undefined;
      parts.push({ place, name, evaluate: compileExpression(place, context) });
    } else return undefined;
  }
  return parts;
}

function constantText(tree: TemplateNode): string | undefined {
  let text = '';
  for (const node of tree.body) {
    if (node.kind !== 'text') return undefined;
    text += node.text;
  }
  return text;
}

function soleOf(
  { body: [node] }: TemplateNode,
  text: string,
  line: readonly LinePart[] | undefined,
): CompiledTemplate['soleExpression'] {
  const [part, ...others] = line ?? [];
  if (node?.kind !== 'output' || part === undefined || typeof part === 'string' || others.length > 0) {
    return undefined;
  }
  const { expression } = node;
  return {
    place: expression,
    // Ansible takes `{{ name }}` for the variable itself, and with signs (`{{- name }}`) for a text like any other.
    soleName: expression.kind === 'name' && !/^\{\{[-+]|-\}\}$/.test(text) ? expression.name : undefined,
    freeNames: () => namesIn(expression),
    mutates: mayMutate(expression),
    evaluate: part.evaluate,
  };
}
