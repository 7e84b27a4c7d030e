import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';
import { TsplayError } from '../../errors.ts';
import { decodeText } from '../../values/charsets.ts';
import { ModuleFailure } from '../result.ts';
import { dropBlankText } from './blank-text.ts';
import { childrenOf, isCdata, isElement, isInstruction } from './nodes.ts';

export interface XmlOptions {
  /** Where it is from, for messages. */
  readonly name: string;
  /** Text in CDATA sections becomes plain text. */
  readonly stripCdata: boolean;
  /** White space that only indents is left out. */
  readonly dropBlanks: boolean;
}

/** Elements in elements: what is deeper is no document that anybody wrote, and no parser of Ansible's reads it. */
const MAX_DEPTH = 256;

/**
 * Reads a document. Throws ModuleFailure for what is not well-formed, for encodings that nobody knows, and for a document
 * type with declarations of its own: entities can grow without end, and nothing is ever fetched for a document.
 */
export function parseXml(content: Uint8Array, { name, stripCdata, dropBlanks }: XmlOptions): Document {
  const document = parse(decode(Buffer.from(content), name), name);
  const root = document.documentElement;
  if (root === null) throw new ModuleFailure(`${name} is no XML: there is no element`);
  checkDepth(root, name);
  if (stripCdata) replaceCdata(document, root);
  if (dropBlanks) dropBlankText(root);
  return document;
}

const noDeclarations = 'declarations (entities among them) in a document type are not supported';

function parse(text: string, name: string): Document {
  const refuse = (problem: string): never => {
    if (text.includes('<!ENTITY')) throw new ModuleFailure(`${name}: ${noDeclarations}`);
    throw new ModuleFailure(`${name} is no XML that can be read: ${problem.trim().split('\n', 1)[0] ?? ''}`);
  };
  if (hasForbiddenCharacter(text)) refuse('it holds a control character');
  const { document, problems } = parseCollecting(text);
  const [problem] = problems;
  if (document === undefined || problem !== undefined) return refuse(problem ?? 'it is not well-formed');
  // The library takes the declaration for an instruction.
  const [first] = childrenOf(document);
  if (first !== undefined && isInstruction(first) && first.target === 'xml') document.removeChild(first);
  const { doctype } = document;
  if (doctype !== null && (doctype.internalSubset ?? '') !== '')
    throw new ModuleFailure(`${name}: ${noDeclarations}`);
  return document;
}

/** Whatever the parser says, of whatever level, is of something that is not well-formed. */
function parseCollecting(text: string): {
  readonly document: Document | undefined;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const onError = (_level: string, message: string): void => {
    problems.push(message);
  };
  try {
    return { document: new DOMParser({ onError }).parseFromString(text, 'text/xml'), problems };
  } catch (error) {
    return {
      document: undefined,
      problems: [...problems, error instanceof Error ? error.message : String(error)],
    };
  }
}

/** What XML 1.0 lets nobody write, as it is or as a reference. */
export function hasForbiddenCharacter(text: string): boolean {
  if (/[^\P{Cc}\t\n\r\x7f-\x9f]|[\uFFFE\uFFFF]/u.test(text)) return true;
  return [...text.matchAll(/&#(?:x([0-9a-f]+)|(\d+));/gi)].some(([, hex, decimal]) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code < 32 ? ![9, 10, 13].includes(code) : code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
  });
}

/** The encodings that every parser of XML knows, and those that documents of old have. */
const knownEncodings = /^(?:utf-?8|utf-?16(?:le|be)?|iso-?8859-?1|latin-?1|us-ascii|ascii)$/i;

function decode(content: Buffer, name: string): string {
  const [first = 0, second = 0] = content;
  const marked =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : undefined;
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(
    content.toString('latin1', 0, 200),
  );
  const encoding = marked ?? declared?.[1] ?? 'utf-8';
  if (!knownEncodings.test(encoding))
    throw new ModuleFailure(`${name} is in ${encoding}: XML is read in UTF-8, UTF-16, ISO-8859-1 and ASCII`);
  try {
    return decodeText(content, encoding).replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof TsplayError) throw new ModuleFailure(`${name} is no XML: ${error.message}`);
    throw error;
  }
}

function checkDepth(root: Element, name: string): void {
  let level: readonly Node[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new ModuleFailure(`${name}: more than ${MAX_DEPTH} elements in each other`);
    level = level.flatMap((node) => childrenOf(node).filter(isElement));
  }
}

function replaceCdata(document: Document, node: Node): void {
  for (const child of childrenOf(node)) {
    if (isCdata(child)) node.replaceChild(document.createTextNode(child.data), child);
    else replaceCdata(document, child);
  }
  node.normalize();
}
