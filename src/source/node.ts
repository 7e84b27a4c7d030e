import type { TextOrigin } from '../values/template-text.ts';
import type { Span } from './span.ts';

export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded';

interface NodeBase {
  /** Of a scalar: its text with its quotes. Of a collection: from its first to its last item, or its brackets. */
  readonly span: Span;
  /** The full name of an explicit tag: `tag:yaml.org,2002:str`, `!vault`, `!unsafe`. */
  readonly tag: string | undefined;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** The decoded text: unquoted, unescaped, unfolded. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** Where each of the text's characters stands in the file. */
  readonly origin: TextOrigin;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly style: 'block' | 'flow';
  readonly items: readonly YamlNode[];
}

export interface MappingEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly style: 'block' | 'flow';
  /** Merge keys are resolved and of duplicate keys the last is kept: keys are unique. */
  readonly entries: readonly MappingEntry[];
}

/** A YAML node with its place. An alias is the very node that its anchor names: nodes form a graph, never a cycle. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode;

/** The standard tags' common beginning: `!!str` is short for `tag:yaml.org,2002:str`. */
export const STANDARD_TAG = 'tag:yaml.org,2002:';

/** How messages name a node: what it is and, for a scalar, its text. */
export function describeNode(node: YamlNode): string {
  switch (node.kind) {
    case 'scalar': {
      if (node.text === '' && node.style === 'plain') return 'nothing';
      const line = node.text.split('\n', 1)[0] ?? '';
      return line.length > 40 || line !== node.text ? `'${line.slice(0, 40)}...'` : `'${line}'`;
    }
    case 'sequence':
      return 'a list';
    case 'mapping':
      return 'a mapping';
    default:
      return node satisfies never;
  }
}
