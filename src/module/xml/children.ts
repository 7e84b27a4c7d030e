import type { Element, Node } from '@xmldom/xmldom';
import { str } from '../../values/printing.ts';
import type { Value } from '../../values/types.ts';
import { ModuleFailure } from '../result.ts';
import { parseXml } from './document.ts';
import { bracedName, newElement, type Place, setAttribute } from './names.ts';
import { textOf } from './text-value.ts';

/** How children are written in a task. */
export type ChildNotation = 'xml' | 'yaml';

/** The elements that a task's list of children means. Throws ModuleFailure for what is no child. */
export function newChildren(
  place: Place,
  { children, notation }: { readonly children: readonly Value[]; readonly notation: ChildNotation },
): readonly Node[] {
  return children.map((child) =>
    notation === 'xml' ? parsedChild(place, child) : describedChild(place, child),
  );
}

function parsedChild({ document }: Place, child: Value): Node {
  if (typeof child !== 'string')
    throw new ModuleFailure(`a child of input_type xml is a text, not ${str(child)}`);
  const options = { name: `the child '${child}'`, stripCdata: false, dropBlanks: false };
  const root = parseXml(Buffer.from(child), options).documentElement;
  if (root === null) throw new ModuleFailure(`the child '${child}' has no element`);
  return document.importNode(root, true);
}

/** `name`, `name: text` or `name: { attribute: text, _: [children] }`. */
function describedChild(place: Place, child: Value): Element {
  if (typeof child === 'string') return newElement(place, bracedName(child));
  const [entry, ...others] = child instanceof Map ? [...child] : [];
  if (entry === undefined || others.length > 0)
    throw new ModuleFailure(`a child is a name, or a dict with one: '${str(child)}' is neither`);
  const [name, content] = entry;
  const element = newElement(place, bracedName(str(name)));
  if (content instanceof Map) {
    describe(place, { element, content });
  } else if (content !== null) {
    element.appendChild(place.document.createTextNode(textOf(content)));
  }
  return element;
}

function describe(
  place: Place,
  { element, content }: { readonly element: Element; readonly content: ReadonlyMap<Value, Value> },
): void {
  for (const [name, value] of content) {
    if (name !== '_') {
      setAttribute({ scope: place.scope, element }, bracedName(str(name)), textOf(value));
      continue;
    }
    if (!Array.isArray(value)) throw new ModuleFailure(`'_' holds a list of children, not '${str(value)}'`);
    for (const child of value as readonly Value[]) element.appendChild(describedChild(place, child));
  }
}
