import type { Diagnostic } from '../errors.ts';
import type { MappingEntry, ScalarNode, YamlNode } from './node.ts';
import { scalarValue } from './scalar-value.ts';
import { type Ambiguity, findAmbiguousBoolean, findAmbiguousNumber } from './yaml-schema.ts';

/** Warnings for plain scalars that YAML 1.1 reads as something else than their author most likely meant. */
export function warnOfAmbiguity(documents: readonly YamlNode[]): readonly Diagnostic[] {
  const warnings: Diagnostic[] = [];
  const seen = new Set<YamlNode>();
  const pending = documents.toReversed();
  const warn = (node: YamlNode, find: (text: string) => Ambiguity | undefined) => {
    const found = isPlain(node) ? find(node.text) : undefined;
    if (found === undefined) return;
    warnings.push({
      severity: 'warning',
      code: 'ambiguous-scalar',
      message: found.message,
      span: node.span,
      hint: found.hint,
    });
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    switch (node.kind) {
      case 'scalar':
        warn(node, findAmbiguousNumber);
        break;
      case 'sequence':
        if (node.items.some(isText)) for (const item of node.items) warn(item, findAmbiguousBoolean);
        pending.push(...node.items.toReversed());
        break;
      case 'mapping':
        for (const { key } of node.entries) warn(key, findAmbiguousBoolean);
        for (const { value } of node.entries.filter(isFileMode)) seen.add(value);
        pending.push(...node.entries.toReversed().flatMap(({ key, value }) => [value, key]));
        break;
      default:
        node satisfies never;
    }
  }
  return warnings.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
}

/** A file's mode is meant to be octal. */
function isFileMode({ key, value }: MappingEntry): boolean {
  return value.kind === 'scalar' && key.kind === 'scalar' && /(?:mode|umask)$/.test(key.text);
}

function isPlain(node: YamlNode): node is ScalarNode {
  return node.kind === 'scalar' && node.style === 'plain' && node.tag === undefined;
}

/** A text of one word: beside a sentence or an expression, a boolean is most likely meant as one. */
function isText(node: YamlNode): boolean {
  return node.kind === 'scalar' && /^\w+$/.test(node.text) && typeof scalarValue(node) === 'string';
}
