import type { Document, Element, Node } from '@xmldom/xmldom';
import type { Value } from '../../values/types.ts';
import { ModuleFailure } from '../result.ts';
import { type ChildNotation, newChildren } from './children.ts';
import { ensurePath } from './ensure-path.ts';
import { prefixedName, setAttribute } from './names.ts';
import { childrenOf, isAttribute, isComment, isElement, isText, removeWithTail, tailOf } from './nodes.ts';
import { type Namespaces, selectNodes } from './select.ts';
import { nodeText } from './serialize.ts';
import { setText } from './set-text.ts';

/** What a task wants of the nodes that its expression means. */
export type XmlEdit =
  | { readonly kind: 'remove' }
  | { readonly kind: 'ensure' }
  | { readonly kind: 'set-value'; readonly value: string; readonly attribute: string | undefined }
  | { readonly kind: 'set-children'; readonly children: readonly Value[]; readonly notation: ChildNotation }
  | {
      readonly kind: 'add-children';
      readonly children: readonly Value[];
      readonly notation: ChildNotation;
      readonly where: 'inside' | 'before' | 'after';
    };

/** The document, the expression and its prefixes. */
export interface XmlSelection {
  readonly document: Document;
  readonly root: Element;
  readonly xpath: string;
  readonly namespaces: Namespaces;
}

/** Edits a document in place; whether that changed anything. Throws ModuleFailure for what cannot be done. */
export function editDocument(selection: XmlSelection, edit: XmlEdit): boolean {
  const { root, xpath, namespaces } = selection;
  switch (edit.kind) {
    case 'remove':
      return selectNodes(root, xpath, namespaces).map(removeNode).length > 0;
    case 'ensure':
      return ensurePath(root, xpath, namespaces).changed;
    case 'set-value':
      return setValue(selection, edit);
    case 'set-children':
      return selectNodes(root, xpath, namespaces)
        .filter(isElement)
        .map((element) => setChildren(selection, element, edit))
        .includes(true);
    case 'add-children':
      return addChildren(selection, edit);
  }
}

function removeNode(node: Node): void {
  if (isAttribute(node)) {
    node.ownerElement?.removeAttributeNode(node);
  } else if ((isElement(node) || isComment(node)) && node.parentNode?.nodeType === 1) {
    removeWithTail(node);
  } else {
    throw new ModuleFailure(
      'only attributes, comments and elements other than the outermost one can be removed',
    );
  }
}

function setValue(
  { root, xpath, namespaces }: XmlSelection,
  { value, attribute }: { readonly value: string; readonly attribute: string | undefined },
): boolean {
  const name = attribute === undefined ? undefined : prefixedName(attribute, namespaces);
  if (attribute !== undefined && name === undefined)
    throw new ModuleFailure(`'${attribute}' is not the name of an attribute`);
  const { nodes, changed } = ensurePath(root, xpath, namespaces);
  const changes = nodes.map((node) => {
    if (isElement(node))
      return name === undefined
        ? setText(node, value)
        : setAttribute({ scope: node, element: node }, name, value);
    if (isComment(node) && name === undefined) return setComment(node, value);
    throw new ModuleFailure(
      `the xpath '${xpath}' means no element: an attribute is named by attribute, not by the xpath`,
    );
  });
  return changed || changes.includes(true);
}

function setComment(comment: Node & { data: string }, value: string): boolean {
  if (/--|-$/.test(value)) throw new ModuleFailure(`a comment cannot hold '${value}'`);
  const changed = comment.data !== value;
  comment.data = value;
  return changed;
}

interface ChildList {
  readonly children: readonly Value[];
  readonly notation: ChildNotation;
}

/** What is between them does not count, and text before them stays. */
function setChildren({ document }: XmlSelection, element: Element, wanted: ChildList): boolean {
  const fresh = newChildren({ document, scope: element }, wanted);
  const old = childrenOf(element).filter((child) => !isText(child));
  if (old.map((child) => nodeText(child)).join('\0') === fresh.map((child) => nodeText(child)).join('\0'))
    return false;
  for (const child of old) removeWithTail(child);
  for (const child of fresh) element.appendChild(child);
  return true;
}

function addChildren(
  { document, root, xpath, namespaces }: XmlSelection,
  { where, ...list }: ChildList & { readonly where: 'inside' | 'before' | 'after' },
): boolean {
  const nodes = selectNodes(root, xpath, namespaces).filter(isElement);
  const anchor = where === 'before' ? nodes[0] : nodes.at(-1);
  if (anchor === undefined) return false;
  const parent = where === 'inside' ? anchor : anchor.parentElement;
  if (parent === null) throw new ModuleFailure('nothing can stand beside the outermost element');
  const next =
    where === 'inside'
      ? null
      : where === 'before'
        ? anchor
        : ((tailOf(anchor).at(-1) ?? anchor).nextSibling ?? null);
  for (const child of newChildren({ document, scope: parent }, list)) parent.insertBefore(child, next);
  return true;
}
