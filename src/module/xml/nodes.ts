import type { Attr, CDATASection, Comment, Element, Node, ProcessingInstruction, Text } from '@xmldom/xmldom';

/** The kinds of nodes of a document, by the numbers that the DOM gives them. */
const kinds = { element: 1, attribute: 2, text: 3, cdata: 4, instruction: 7, comment: 8 } as const;

export function isElement(node: Node): node is Element {
  return node.nodeType === kinds.element;
}

export function isAttribute(node: Node): node is Attr {
  return node.nodeType === kinds.attribute;
}

export function isPlainText(node: Node): node is Text {
  return node.nodeType === kinds.text;
}

export function isCdata(node: Node): node is CDATASection {
  return node.nodeType === kinds.cdata;
}

export function isComment(node: Node): node is Comment {
  return node.nodeType === kinds.comment;
}

export function isInstruction(node: Node): node is ProcessingInstruction {
  return node.nodeType === kinds.instruction;
}

/** Text, also in a CDATA section. */
export function isText(node: Node): node is Text {
  return isPlainText(node) || isCdata(node);
}

/** As they stand now: the list does not change with the node. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The text before the first child that is none. */
export function leadingText(element: Element): readonly Text[] {
  const children = childrenOf(element);
  const end = children.findIndex((child) => !isText(child));
  return (end < 0 ? children : children.slice(0, end)).filter(isText);
}

/** The text between a node and the next one that is none. */
export function tailOf(node: Node): readonly Text[] {
  const tail: Text[] = [];
  for (let next = node.nextSibling; next !== null && isText(next); next = next.nextSibling) tail.push(next);
  return tail;
}

/** Takes a node out together with the text after it. */
export function removeWithTail(node: Node): void {
  for (const each of [node, ...tailOf(node)]) each.parentNode?.removeChild(each);
}
