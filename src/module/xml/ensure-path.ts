import type { Element, Node } from '@xmldom/xmldom';
import { ModuleFailure } from '../result.ts';
import { newElement, prefixedName, setAttribute } from './names.ts';
import { isElement } from './nodes.ts';
import { type Namespaces, selectNodes } from './select.ts';
import { setText } from './set-text.ts';
import { splitPath, splitPredicates } from './split-path.ts';

/** What nodes an expression gave once they were all there. */
export interface EnsuredPath {
  readonly nodes: readonly Node[];
  readonly changed: boolean;
}

/**
 * The nodes of a simple expression (steps by name, with predicates on attributes, text and children), made where there
 * are none: in the last of the parents. An attribute as the last step is made empty. Throws ModuleFailure for an
 * expression that does not say what to make.
 */
export function ensurePath(context: Element, expression: string, namespaces: Namespaces): EnsuredPath {
  const { parent, step } = splitPath(expression);
  if (step.startsWith('@'))
    return ensureAttribute(context, { expression, parent, step, value: '', namespaces });
  const nodes = selectNodes(context, expression, namespaces);
  if (nodes.length > 0) return { nodes, changed: false };
  const { name, predicates } = splitPredicates(step);
  const element = makeElement(parentOf(context, { expression, parent, namespaces }), {
    expression,
    name,
    namespaces,
  });
  for (const predicate of predicates) fulfil(element, predicate, namespaces);
  return { nodes: [element], changed: true };
}

interface Step {
  readonly expression: string;
  readonly parent: string | undefined;
  readonly namespaces: Namespaces;
}

function ensureAttribute(
  context: Element,
  request: Step & { readonly step: string; readonly value: string },
): EnsuredPath {
  const { expression, parent, step, value, namespaces } = request;
  const name = prefixedName(step.slice(1), namespaces);
  if (name === undefined) throw notSimple(expression);
  const owners =
    parent === undefined ? { nodes: [context], changed: false } : ensurePath(context, parent, namespaces);
  const elements = owners.nodes.filter(isElement);
  const changes = elements.map((element) => setAttribute({ scope: element, element }, name, value));
  return {
    nodes: elements.flatMap((element) => element.getAttributeNodeNS(name.uri, name.local) ?? []),
    changed: owners.changed || changes.includes(true),
  };
}

function parentOf(context: Element, { expression, parent, namespaces }: Step): Element {
  if (parent === undefined) return context;
  if (parent === '' || parent.endsWith('/')) throw notSimple(expression);
  const last = ensurePath(context, parent, namespaces).nodes.at(-1);
  if (last === undefined || !isElement(last)) throw notSimple(expression);
  return last;
}

function makeElement(
  parent: Element,
  {
    expression,
    name,
    namespaces,
  }: { readonly expression: string; readonly name: string; readonly namespaces: Namespaces },
): Element {
  const parsed = prefixedName(name, namespaces);
  const document = parent.ownerDocument;
  if (parsed === undefined || document === null) throw notSimple(expression);
  const element = newElement({ document, scope: parent }, parsed);
  parent.appendChild(element);
  return element;
}

/** `@a`, `@a='v'`, `text()='v'`, `child`, `child/@a='v'`. */
function fulfil(element: Element, predicate: string, namespaces: Namespaces): void {
  const [, path = predicate, , value] = /^(.*?)\s*=\s*(["'])(.*)\2$/s.exec(predicate) ?? [];
  const { parent, step } = splitPath(path);
  if (step.startsWith('@')) {
    ensureAttribute(element, { expression: predicate, parent, step, value: value ?? '', namespaces });
  } else if (step === 'text()' && parent === undefined && value !== undefined) {
    setText(element, value);
  } else if (value === undefined && prefixedName(splitPredicates(step).name, namespaces) !== undefined) {
    ensurePath(element, path, namespaces);
  } else {
    throw notSimple(predicate);
  }
}

function notSimple(expression: string): ModuleFailure {
  return new ModuleFailure(
    `the xpath '${expression}' means nothing in the document, and does not say in steps by name what to make`,
  );
}
