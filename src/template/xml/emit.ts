import { Effort } from '../../values/effort.ts';
import { valueError } from '../../values/errors.ts';
import { str } from '../../values/printing.ts';
import type { ReadonlyDict, Value } from '../../values/types.ts';

export interface XmlLayout {
  readonly indent: string;
  readonly hasDeclaration: boolean;
}

/**
 * A dict as a document: keys with `@` are attributes, `#text` is the text, a list stands for an element that is there
 * several times, None for an empty one.
 */
export function emitXml(dict: ReadonlyDict, { indent, hasDeclaration }: XmlLayout): string {
  const [root] = dict.values();
  const isDocument = dict.size === 1 && (!Array.isArray(root) || root.length < 2);
  if (hasDeclaration && !isDocument) throw valueError('an XML document has one root element');
  const effort = new Effort();
  const elements = Array.from(dict, ([key, value]) => emitAll(str(key), value, { indent, depth: 0, effort }));
  return (hasDeclaration ? '<?xml version="1.0" encoding="utf-8"?>\n' : '') + elements.join('');
}

interface Position {
  readonly indent: string;
  readonly depth: number;
  readonly effort: Effort;
}

function emitAll(name: string, value: Value, position: Position): string {
  const values = Array.isArray(value) ? value : [value];
  return values.map((each) => emitOne(name, each, position)).join('');
}

function emitOne(name: string, value: Value, position: Position): string {
  const { indent, depth, effort } = position;
  effort.spend();
  const { attributes, children, text } = partsOf(value);
  const written = attributes.map(
    ([key, item]) => ` ${key}="${escapeMarkup(item).replaceAll('"', '&quot;')}"`,
  );
  const inner = children.map(([key, item]) => emitAll(key, item, { indent, effort, depth: depth + 1 }));
  const isNested = children.length > 0;
  return [
    indent.repeat(depth),
    `<${name}${written.join('')}>`,
    isNested ? '\n' : '',
    ...inner,
    text === undefined ? '' : escapeMarkup(text),
    isNested ? indent.repeat(depth) : '',
    `</${name}>`,
    depth > 0 ? '\n' : '',
  ].join('');
}

interface Parts {
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: readonly (readonly [string, Value])[];
  readonly text: string | undefined;
}

function partsOf(value: Value): Parts {
  if (value === null) return { attributes: [], children: [], text: undefined };
  if (!(value instanceof Map)) return { attributes: [], children: [], text: textOfScalar(value) };
  const entries = Array.from(value, ([key, item]) => [str(key), item] as const);
  const text = entries.find(([key]) => key === '#text')?.[1];
  return {
    attributes: entries
      .filter(([key]) => key.startsWith('@'))
      .map(([key, item]) => [key.slice(1), textOfScalar(item)] as const),
    children: entries.filter(([key]) => !key.startsWith('@') && key !== '#text'),
    text: text === undefined || text === null ? undefined : textOfScalar(text),
  };
}

function textOfScalar(value: Value): string {
  return typeof value === 'boolean' ? String(value) : str(value);
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
