import type { Element } from '@xmldom/xmldom';
import { leadingText } from './nodes.ts';

/** Makes an element begin with a text, in the place of the one that it begins with; whether that changed anything. */
export function setText(element: Element, value: string): boolean {
  const old = leadingText(element);
  if (old.map(({ data }) => data).join('') === value) return false;
  for (const text of old) element.removeChild(text);
  const text = element.ownerDocument?.createTextNode(value);
  if (text !== undefined) element.insertBefore(text, element.firstChild);
  return true;
}
