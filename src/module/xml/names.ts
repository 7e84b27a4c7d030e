import type { Document, Element } from '@xmldom/xmldom';
import { ModuleFailure } from '../result.ts';
import type { Namespaces } from './select.ts';

/** A name and the namespace that it is in; null for none. */
export interface XmlName {
  readonly uri: string | null;
  readonly local: string;
}

const localName = String.raw`[\p{L}_][\p{L}\p{N}\p{M}._·-]*`;
const xmlnsUri = 'http://www.w3.org/2000/xmlns/';
const xmlUri = 'http://www.w3.org/XML/1998/namespace';

/** `name` or `prefix:name` with the task's prefixes; undefined for what is no name. Throws ModuleFailure for a strange prefix. */
export function prefixedName(text: string, namespaces: Namespaces): XmlName | undefined {
  const [, prefix, local] = new RegExp(`^(?:(${localName}):)?(${localName})$`, 'u').exec(text) ?? [];
  if (local === undefined) return undefined;
  if (prefix === undefined) return { uri: null, local };
  const uri = prefix === 'xml' ? xmlUri : namespaces.get(prefix);
  if (uri === undefined) throw new ModuleFailure(`'${text}': namespaces has no '${prefix}'`);
  return { uri, local };
}

/** `name` or `{uri}name`. Throws ModuleFailure for what is neither. */
export function bracedName(text: string): XmlName {
  const [, uri = null, local] = new RegExp(`^(?:\\{([^{}]+)\\})?(${localName})$`, 'u').exec(text) ?? [];
  if (local === undefined) throw new ModuleFailure(`'${text}' is no name: name or {namespace}name is`);
  return { uri, local };
}

/** Where something new will stand, for the prefixes that are known there. */
export interface Place {
  readonly document: Document;
  readonly scope: Element;
}

/** An element that stands nowhere yet. */
export function newElement({ document, scope }: Place, { uri, local }: XmlName): Element {
  if (uri === null) return document.createElementNS(null, local);
  if (scope.lookupNamespaceURI('') === uri) return document.createElementNS(uri, local);
  const known = prefixOf(scope, uri);
  const prefix = known ?? freePrefix(scope);
  const element = document.createElementNS(uri, `${prefix}:${local}`);
  if (known === null) element.setAttributeNS(xmlnsUri, `xmlns:${prefix}`, uri);
  return element;
}

/** Sets an attribute of an element; whether that changed anything. A namespace that has no prefix there gets one. */
export function setAttribute(
  { scope, element }: { readonly scope: Element; readonly element: Element },
  { uri, local }: XmlName,
  value: string,
): boolean {
  const existing = element.getAttributeNodeNS(uri, local);
  if (existing !== null) {
    const changed = existing.value !== value;
    existing.value = value;
    return changed;
  }
  if (uri === null) {
    element.setAttribute(local, value);
    return true;
  }
  const known = uri === xmlUri ? 'xml' : (prefixOf(element, uri) ?? prefixOf(scope, uri));
  const prefix = known ?? freePrefix(element);
  if (known === null) element.setAttributeNS(xmlnsUri, `xmlns:${prefix}`, uri);
  element.setAttributeNS(uri, `${prefix}:${local}`, value);
  return true;
}

/** The default namespace is no attribute's. */
function prefixOf(element: Element, uri: string): string | null {
  const prefix = element.lookupPrefix(uri);
  return prefix === null || prefix === '' ? null : prefix;
}

function freePrefix(scope: Element): string {
  for (let number = 0; ; number += 1) {
    if (scope.lookupNamespaceURI(`ns${number}`) === null) return `ns${number}`;
  }
}
