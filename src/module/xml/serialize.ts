import type { Document, DocumentType, Element, Node } from '@xmldom/xmldom';
import { childrenOf, isCdata, isComment, isElement, isInstruction, isPlainText, isText } from './nodes.ts';

/** How a document is written: `pretty` indents by two blanks where no text would become another. */
export interface XmlStyle {
  readonly pretty: boolean;
}

/** A whole document in UTF-8, as lxml writes it: its declaration, one kind of quotes, short empty elements. */
export function documentText(document: Document, { pretty }: XmlStyle): string {
  const end = pretty ? '\n' : '';
  const parts = childrenOf(document).map((node) => {
    if (node === document.doctype) return doctypeText(document.doctype);
    if (isElement(node) || isComment(node) || isInstruction(node))
      return `${nodeText(node, pretty ? '' : undefined)}${end}`;
    return '';
  });
  return `<?xml version='1.0' encoding='UTF-8'?>\n${parts.join('')}`;
}

function doctypeText({ name, publicId, systemId }: DocumentType): string {
  const external =
    publicId !== ''
      ? ` PUBLIC ${quoted(publicId)} ${quoted(systemId)}`
      : systemId !== ''
        ? ` SYSTEM ${quoted(systemId)}`
        : '';
  return `<!DOCTYPE ${name}${external}>\n`;
}

/** The parser keeps the quotes that they stand in. */
function quoted(literal: string): string {
  const text = literal.slice(1, -1);
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** @param indent what stands before the node's own line; undefined where nothing may be added */
export function nodeText(node: Node, indent?: string): string {
  if (isElement(node)) return elementText(node, indent);
  if (isCdata(node)) return `<![CDATA[${node.data}]]>`;
  if (isPlainText(node)) return escapedText(node.data);
  if (isComment(node)) return `<!--${node.data}-->`;
  if (isInstruction(node)) return `<?${node.target}${node.data === '' ? '' : ` ${node.data}`}?>`;
  return '';
}

function elementText(element: Element, indent: string | undefined): string {
  const children = childrenOf(element);
  const start = `<${element.tagName}${attributesText(element)}`;
  if (children.length === 0) return `${start}/>`;
  const end = `</${element.tagName}>`;
  if (indent === undefined || children.some(isText))
    return `${start}>${children.map((child) => nodeText(child)).join('')}${end}`;
  const inner = `${indent}  `;
  const lines = children.map((child) => `${inner}${nodeText(child, inner)}\n`);
  return `${start}>\n${lines.join('')}${indent}${end}`;
}

/** Namespaces come first. */
function attributesText(element: Element): string {
  const all = [...element.attributes].map(({ name, value }) => ({ name, value }));
  const isNamespace = ({ name }: { readonly name: string }): boolean => /^xmlns(?::|$)/.test(name);
  return [...all.filter(isNamespace), ...all.filter((each) => !isNamespace(each))]
    .map(({ name, value }) => ` ${name}="${escapedAttribute(value)}"`)
    .join('');
}

function escapedText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function escapedAttribute(text: string): string {
  return escapedText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
