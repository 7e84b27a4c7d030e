import type { Value } from '../../values/types.ts';
import { ModuleFailure, type ResultData } from '../result.ts';
import { hasForbiddenCharacter, parseXml } from './document.ts';
import { editDocument, type XmlEdit } from './edit.ts';
import { answer, type XmlQuery } from './query.ts';
import { documentText } from './serialize.ts';

/** One task of the module xml, apart from where the document comes from and goes to. */
export interface XmlTask {
  readonly name: string;
  readonly content: Uint8Array;
  readonly xpath: string;
  readonly namespaces: ReadonlyMap<Value, Value>;
  /** Undefined: only the form of the document is looked at. */
  readonly action: { readonly query: XmlQuery } | { readonly edit: XmlEdit } | undefined;
  readonly pretty: boolean;
  readonly stripCdata: boolean;
}

/** What came of it. */
export interface ProcessedXml {
  /** Whether the document says something else than before; of the form alone when nothing else was asked. */
  readonly changed: boolean;
  /** The whole document as it is to be written. */
  readonly text: string;
  /** Before and after, indented so that what differs is seen. */
  readonly sides: { readonly before: string; readonly after: string };
  readonly data: Readonly<Record<string, ResultData>>;
}

/** Reads, asks or edits, and writes. Throws ModuleFailure for what is no XML, or cannot be asked or done. */
export function processXml(task: XmlTask): ProcessedXml {
  const { name, content, xpath, action, pretty, stripCdata } = task;
  const document = parseXml(content, { name, stripCdata, dropBlanks: pretty });
  const root = document.documentElement;
  if (root === null) throw new ModuleFailure(`${name} holds no element`);
  const selection = { document, root, xpath, namespaces: namespacesOf(task.namespaces) };
  const before = documentText(document, { pretty: true });
  const data = action !== undefined && 'query' in action ? answer(selection, action.query) : {};
  const isEdited = action !== undefined && 'edit' in action && editDocument(selection, action.edit);
  const text = documentText(document, { pretty });
  if (hasForbiddenCharacter(text))
    throw new ModuleFailure(`${name} would hold a control character, which no XML can`);
  const changed = action === undefined ? !Buffer.from(text).equals(content) : isEdited;
  return { changed, text, sides: { before, after: documentText(document, { pretty: true }) }, data };
}

function namespacesOf(given: ReadonlyMap<Value, Value>): ReadonlyMap<string, string> {
  return new Map(
    [...given].map(([prefix, uri]) => {
      if (typeof prefix === 'string' && typeof uri === 'string') return [prefix, uri];
      throw new ModuleFailure('namespaces maps prefixes to texts');
    }),
  );
}
