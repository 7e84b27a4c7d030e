import type { Element } from '@xmldom/xmldom';
import { ModuleFailure, type ResultData } from '../result.ts';
import type { XmlSelection } from './edit.ts';
import { nodePath } from './node-path.ts';
import { isElement, leadingText } from './nodes.ts';
import { selectNodes } from './select.ts';

/** What a task wants to know of the nodes that its expression means. */
export type XmlQuery = 'count' | 'print_match' | 'attribute' | 'text';

/** The answer under Ansible's keys. Throws ModuleFailure when `attribute` or `text` is asked of no element. */
export function answer(
  { root, xpath, namespaces }: XmlSelection,
  query: XmlQuery,
): Readonly<Record<string, ResultData>> {
  const nodes = selectNodes(root, xpath, namespaces);
  if (query === 'count') return { count: nodes.length, msg: `found ${nodes.length} nodes` };
  if (query === 'print_match') {
    const paths = JSON.stringify(nodes.map(nodePath)).replaceAll('","', '", "');
    return { matches: [], msg: `selector '${xpath}' match: ${paths}` };
  }
  const elements = nodes.filter(isElement);
  if (elements.length === 0 || elements.length < nodes.length)
    throw new ModuleFailure(`the xpath '${xpath}' means no element`);
  const matches = elements.map((element) => ({
    [clarkName(element)]: query === 'text' ? textIn(element) : attributesOf(element),
  }));
  return { count: matches.length, matches, msg: matches.length };
}

/** `{namespace}name`. */
function clarkName({
  namespaceURI,
  localName,
  tagName,
}: Pick<Element, 'namespaceURI' | 'localName' | 'tagName'>): string {
  return (namespaceURI ?? '') === '' ? tagName : `{${namespaceURI}}${localName ?? ''}`;
}

function textIn(element: Element): string | null {
  const text = leadingText(element);
  return text.length === 0 ? null : text.map(({ data }) => data).join('');
}

function attributesOf(element: Element): Readonly<Record<string, string>> {
  const attributes = [...element.attributes].filter(({ name }) => !/^xmlns(?::|$)/.test(name));
  return Object.fromEntries(
    attributes.map(({ namespaceURI, localName, name, value }) => [
      clarkName({ namespaceURI, localName, tagName: name }),
      value,
    ]),
  );
}
