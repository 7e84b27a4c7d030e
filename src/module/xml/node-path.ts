import type { Element, Node } from '@xmldom/xmldom';
import { childrenOf, isAttribute, isComment, isElement, isText } from './nodes.ts';

/** An expression that means this node alone, as libxml2 writes it: `/r/a[2]/@b`, `/*` for what is in a default namespace. */
export function nodePath(node: Node): string {
  if (isAttribute(node))
    return `${node.ownerElement === null ? '' : nodePath(node.ownerElement)}/@${node.name}`;
  const parent = node.parentNode;
  if (parent === null) return '';
  const label = labelOf(node);
  const alike = childrenOf(parent).filter((other) => labelOf(other) === label);
  const index = alike.length > 1 ? `[${alike.indexOf(node) + 1}]` : '';
  return `${nodePath(parent)}/${label}${index}`;
}

function labelOf(node: Node): string {
  if (isElement(node)) return hasDefaultNamespace(node) ? '*' : node.tagName;
  if (isComment(node)) return 'comment()';
  if (isText(node)) return 'text()';
  return 'processing-instruction()';
}

function hasDefaultNamespace({ prefix, namespaceURI }: Element): boolean {
  return (prefix ?? '') === '' && (namespaceURI ?? '') !== '';
}
