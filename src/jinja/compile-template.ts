import type { ExpressionNode, StatementNode, TemplateNode } from './ast.ts';
import { type CompileContext, compileExpression } from './compile-expression.ts';
import { BlockReferences } from './compile-inheritance.ts';
import { compileBody } from './compile-statement.ts';
import type { CompiledTemplate, Execute } from './compiled.ts';
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
  const body = compileBody(tree.body, context);
  const whole = [tree.body, [...tree.blocks.values()]];
  const mutates = mayMutate(whole);
  const holdsParent = holdsExtends(whole);
  const renderRoot: BlockRenderer = (frame, out) => {
    if (blocks.length > 0) frame.set('self', new BlockReferences(frame));
    body(frame, out);
  };
  return {
    text,
    constant: constantText(tree),
    soleExpression: compileSole(tree, text, context),
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

function constantText(tree: TemplateNode): string | undefined {
  let text = '';
  for (const node of tree.body) {
    if (node.kind !== 'text') return undefined;
    text += node.text;
  }
  return text;
}

function soleNode(body: readonly StatementNode[]): ExpressionNode | undefined {
  const [only, ...others] = body;
  return only?.kind === 'output' && others.length === 0 ? only.expression : undefined;
}

function compileSole(
  tree: TemplateNode,
  text: string,
  context: CompileContext,
): CompiledTemplate['soleExpression'] {
  const node = soleNode(tree.body);
  if (node === undefined) return undefined;
  return {
    place: node,
    // Ansible takes `{{ name }}` for the variable itself, and with signs (`{{- name }}`) for a text like any other.
    soleName: node.kind === 'name' && !/^\{\{[-+]|-\}\}$/.test(text) ? node.name : undefined,
    freeNames: () => namesIn(node),
    mutates: mayMutate(node),
    evaluate: compileExpression(node, context),
  };
}
