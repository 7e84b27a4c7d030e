import { valueError } from '../../values/errors.ts';
import { limits } from '../../values/limits.ts';

/** An element: its attributes and members in the order of the document, all its text in one piece. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

interface Reader {
  readonly text: string;
  at: number;
  readonly open: Open[];
  root: XmlElement | undefined;
  /** Entities of a document type are never expanded: they are left out. */
  hasDoctype: boolean;
}

/**
 * Reads a document: elements, attributes, text, CDATA. Comments and instructions are passed over, a document type is
 * too, and nothing outside of the text is ever read.
 * @throws ValueError for what is not well-formed
 */
export function parseXml(text: string): XmlElement {
  const reader: Reader = {
    text: text.replace(/^\ufeff/, ''),
    at: 0,
    open: [],
    root: undefined,
    hasDoctype: false,
  };
  while (reader.at < reader.text.length) readNext(reader);
  if (reader.root === undefined || reader.open.length > 0) throw malformed(reader, 'it ends too early');
  return reader.root;
}

function malformed(reader: Reader, what: string): Error {
  const line = reader.text.slice(0, reader.at).split('\n').length;
  return valueError(`the text is not well-formed XML: ${what} (line ${line})`);
}

function readNext(reader: Reader): void {
  const { text, at } = reader;
  if (text[at] !== '<') readText(reader);
  else if (text.startsWith('<!--', at)) skipPast(reader, '-->', 4);
  else if (text.startsWith('<![CDATA[', at)) readCdata(reader);
  else if (text.startsWith('<?', at)) skipPast(reader, '?>', 2);
  else if (text.startsWith('<!DOCTYPE', at)) skipDoctype(reader);
  else if (text.startsWith('</', at)) closeElement(reader);
  else openElement(reader);
}

function skipPast(reader: Reader, end: string, from: number): string {
  const start = reader.at + from;
  const found = reader.text.indexOf(end, start);
  if (found < 0) throw malformed(reader, `'${end}' is missing`);
  reader.at = found + end.length;
  return reader.text.slice(start, found);
}

function skipDoctype(reader: Reader): void {
  const doctype = /<!DOCTYPE\s(?:[^<>[\]'"]|'[^']*'|"[^"]*")*(?:\[(?:[^\]'"]|'[^']*'|"[^"]*")*\]\s*)?>/y;
  doctype.lastIndex = reader.at;
  const found = doctype.exec(reader.text);
  if (found === null || reader.root !== undefined || reader.open.length > 0) {
    throw malformed(reader, 'its document type is out of place');
  }
  reader.hasDoctype = true;
  reader.at = doctype.lastIndex;
}

function readCdata(reader: Reader): void {
  const element = reader.open.at(-1);
  if (element === undefined) throw malformed(reader, 'text stands outside of the root element');
  element.text += skipPast(reader, ']]>', '<![CDATA['.length);
}

function readText(reader: Reader): void {
  const end = reader.text.indexOf('<', reader.at);
  const piece = reader.text.slice(reader.at, end < 0 ? undefined : end);
  const element = reader.open.at(-1);
  if (element === undefined && piece.trim() !== '') {
    throw malformed(reader, 'text stands outside of the root element');
  }
  if (element !== undefined) element.text += decode(reader, piece);
  reader.at += piece.length;
}

const NAME = '[:A-Za-z_\\u00c0-\\u{effff}][-.:\\w\\u00b7-\\u{effff}]*';
const TAG = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'uy');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'gu');
const END_TAG = new RegExp(`</(${NAME})\\s*>`, 'uy');

function openElement(reader: Reader): void {
  TAG.lastIndex = reader.at;
  const [tag, name, written = '', slash] = TAG.exec(reader.text) ?? [];
  if (tag === undefined || name === undefined) throw malformed(reader, 'a tag is not one');
  if (reader.root !== undefined) throw malformed(reader, 'there is more than one root element');
  if (reader.open.length >= limits.depth) throw malformed(reader, 'it is nested too deeply');
  reader.open.push({ name, attributes: attributesOf(reader, written), children: [], text: '' });
  reader.at += tag.length;
  if (slash === '/') finish(reader);
}

function attributesOf(reader: Reader, written: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of written.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) throw malformed(reader, `the attribute '${name}' is there twice`);
    attributes.set(name, decode(reader, (double ?? single ?? '').replace(/[\t\n\r]/g, ' ')));
  }
  return attributes;
}

function closeElement(reader: Reader): void {
  END_TAG.lastIndex = reader.at;
  const [tag, name] = END_TAG.exec(reader.text) ?? [];
  if (tag === undefined || reader.open.at(-1)?.name !== name) {
    throw malformed(reader, `'</${name ?? ''}>' closes nothing`);
  }
  reader.at += tag.length;
  finish(reader);
}

function finish(reader: Reader): void {
  const element = reader.open.pop();
  if (element === undefined) return;
  const parent = reader.open.at(-1);
  if (parent === undefined) reader.root = element;
  else parent.children.push(element);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decode(reader: Reader, text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replace(/&([^;&<]{0,40};)?/g, (all, written: string | undefined) => {
    const name = written?.slice(0, -1) ?? '';
    const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    const number = code === null ? Number.NaN : Number.parseInt(code[1] ?? code[2] ?? '', code[1] ? 16 : 10);
    if (number > 0 && number <= 0x10ffff) return String.fromCodePoint(number);
    const known = ENTITIES.get(name) ?? (reader.hasDoctype && /^[\w.-]+$/.test(name) ? '' : undefined);
    if (known === undefined) throw malformed(reader, `'${all}' stands for nothing`);
    return known;
  });
}
