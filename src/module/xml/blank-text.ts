import type { Element, Text } from '@xmldom/xmldom';
import { childrenOf, isElement, isPlainText, isText } from './nodes.ts';

/**
 * Takes out the white space that only indents, as libxml2 judges it while it reads: not in an element that holds nothing
 * else, not once its element had other text, and not within `xml:space="preserve"`.
 */
export function dropBlankText(element: Element): void {
  if (element.getAttribute('xml:space') === 'preserve') return;
  let hadText = false;
  for (const child of childrenOf(element)) {
    if (isElement(child)) dropBlankText(child);
    if (!isPlainText(child)) continue;
    if (hadText || !isIndent(element, child)) hadText = true;
    else element.removeChild(child);
  }
}

/** What stands before it and only indents has been taken out already. */
function isIndent({ firstChild }: Element, text: Text): boolean {
  if (!/^[ \t\r\n]*$/.test(text.data)) return false;
  if (text === firstChild) return text.nextSibling !== null;
  const { previousSibling } = text;
  return ![firstChild, previousSibling].some((node) => node !== null && isText(node));
}
