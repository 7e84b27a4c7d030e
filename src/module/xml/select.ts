import { createRequire } from 'node:module';
import type { Node } from '@xmldom/xmldom';
import { ModuleFailure } from '../result.ts';

/** What is used of the package. Its own types would bring those of a browser into every file of the program. */
interface XPathLibrary {
  selectWithResolver(
    expression: string,
    node: Node,
    resolver: { lookupNamespaceURI(prefix: string): string | null },
  ): readonly Node[] | string | number | boolean | null;
}

const require = createRequire(import.meta.url);
const xpath: XPathLibrary = require('xpath');

/** The namespaces of the task, by the prefixes that its expressions use. */
export type Namespaces = ReadonlyMap<string, string>;

/** The nodes that an expression means, in the document's order. Throws ModuleFailure for one that is none or gives no nodes. */
export function selectNodes(context: Node, expression: string, namespaces: Namespaces): readonly Node[] {
  const found = evaluate(context, expression, namespaces);
  if (typeof found === 'object' && found !== null) return found;
  throw new ModuleFailure(`the xpath '${expression}' gives no nodes but ${JSON.stringify(found)}`);
}

function evaluate(
  context: Node,
  expression: string,
  namespaces: Namespaces,
): ReturnType<XPathLibrary['selectWithResolver']> {
  try {
    return xpath.selectWithResolver(expression, context, {
      lookupNamespaceURI: (prefix) => namespaces.get(prefix) ?? null,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModuleFailure(`the xpath '${expression}' cannot be evaluated: ${reason}`);
  }
}
