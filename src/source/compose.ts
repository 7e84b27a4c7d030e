import type { ScalarEvent, ScalarStyle as YamlScalarStyle } from 'js-yaml';
import {
  COLLECTION_STYLE,
  type CollectionStyle,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
} from 'js-yaml';
import type { Diagnostic } from '../errors.ts';
import { didYouMean } from '../util/nearest.ts';
import { resolveEntries } from './mapping-entries.ts';
import { type MappingEntry, type ScalarStyle, STANDARD_TAG, type YamlNode } from './node.ts';
import { scalarOrigin } from './scalar-origin.ts';
import { KNOWN_TAGS } from './scalar-value.ts';
import type { SourceFile, Span } from './span.ts';

/** The parser's events as trees of nodes, one for each document. */
export interface Composition {
  readonly documents: readonly YamlNode[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Frame {
  readonly kind: 'document' | 'sequence' | 'mapping';
  readonly start: number;
  readonly style: 'block' | 'flow';
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
  readonly items: YamlNode[];
}

interface Properties {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
}

/** Builds the nodes of all documents. Aliases, merge keys, duplicate keys and tags are resolved and judged here. */
export function composeEvents(file: SourceFile, events: readonly Event[]): Composition {
  const diagnostics: Diagnostic[] = [];
  const documents: YamlNode[] = [];
  const frames: Frame[] = [];
  const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic);
  let anchors = new Map<string, YamlNode | 'open'>();
  let handles: ReadonlyMap<string, string> = new Map();
  /** Where the last thing read ended: an empty value has no place of its own. */
  let cursor = 0;

  const spanOf = (start: number, end: number): Span => ({ file, start, end });
  const add = (node: YamlNode, anchor?: string) => {
    if (anchor !== undefined) anchors.set(anchor, node);
    frames.at(-1)?.items.push(node);
  };
  const anchorOf = ({ anchorStart, anchorEnd }: Properties) =>
    anchorStart < 0 ? undefined : file.text.slice(anchorStart, anchorEnd);
  const tagOf = ({ tagStart, tagEnd }: Properties) => {
    if (tagStart < 0) return undefined;
    const tag = fullTag(file.text.slice(tagStart, tagEnd), handles);
    if (tag !== undefined && !KNOWN_TAGS.has(tag)) report(unknownTag(tag, spanOf(tagStart, tagEnd)));
    return tag;
  };
  const open = (
    event: Properties & { readonly start: number; readonly style: CollectionStyle },
    kind: Frame['kind'],
  ) => {
    const anchor = anchorOf(event);
    if (anchor !== undefined) anchors.set(anchor, 'open');
    const style = event.style === COLLECTION_STYLE.FLOW ? 'flow' : 'block';
    frames.push({ kind, start: event.start, style, tag: tagOf(event), anchor, items: [] });
    cursor = style === 'flow' ? event.start + 1 : event.start;
  };

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        anchors = new Map();
        handles = new Map(
          event.directives.flatMap((d) => (d.kind === 'tag' ? [[d.handle, d.prefix] as const] : [])),
        );
        frames.push({
          kind: 'document',
          start: 0,
          style: 'block',
          tag: undefined,
          anchor: undefined,
          items: [],
        });
        break;
      case EVENT_ID.SEQUENCE:
        open(event, 'sequence');
        break;
      case EVENT_ID.MAPPING:
        open(event, 'mapping');
        break;
      case EVENT_ID.SCALAR: {
        const span = scalarSpan(file, event, cursor);
        const style = SCALAR_STYLES[event.style];
        const text = scalarText(file.text, event);
        add(
          { kind: 'scalar', span, tag: tagOf(event), text, style, origin: scalarOrigin(span, event) },
          anchorOf(event),
        );
        cursor = Math.max(cursor, span.end);
        break;
      }
      case EVENT_ID.ALIAS: {
        const span = spanOf(event.anchorStart - 1, event.anchorEnd);
        const target = anchors.get(file.text.slice(event.anchorStart, event.anchorEnd));
        if (target === undefined || target === 'open') report(badAlias(span, target, anchors.keys()));
        add(target === undefined || target === 'open' ? emptyNode(span) : target);
        cursor = event.anchorEnd;
        break;
      }
      case EVENT_ID.POP: {
        const frame = frames.pop();
        if (frame === undefined) break;
        if (frame.kind === 'document') {
          documents.push(...frame.items);
          break;
        }
        if (frame.style === 'flow') cursor = closingBracket({ file, from: cursor, kind: frame.kind });
        const end = Math.max(cursor, frame.start);
        const base = { span: spanOf(frame.start, end), tag: frame.tag, style: frame.style };
        if (frame.kind === 'sequence') add({ ...base, kind: 'sequence', items: frame.items }, frame.anchor);
        else
          add(
            { ...base, kind: 'mapping', entries: resolveEntries(pairUp(frame.items), report) },
            frame.anchor,
          );
        break;
      }
      default:
        event satisfies never;
    }
  }
  return { documents, diagnostics };
}

const SCALAR_STYLES: Readonly<Record<YamlScalarStyle, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single-quoted',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double-quoted',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/** The decoded text. Where the file ends without a line break, so does a block scalar that is its last line. */
function scalarText(source: string, event: ScalarEvent): string {
  const text = getScalarValue(source, event);
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  if (!isBlock || event.valueEnd !== source.length || !text.endsWith('\n')) return text;
  const lastLine =
    source
      .slice(event.valueStart)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  return lastLine.trim() === '' ? text : text.slice(0, -1);
}

function scalarSpan(file: SourceFile, event: ScalarEvent, cursor: number): Span {
  if (event.valueStart < 0) {
    const from = Math.max(cursor, event.tagEnd, event.anchorEnd);
    return { file, start: from, end: from };
  }
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  const quote = isQuoted ? 1 : 0;
  return { file, start: event.valueStart - quote, end: event.valueEnd + quote };
}

function pairUp(items: readonly YamlNode[]): readonly MappingEntry[] {
  const entries: MappingEntry[] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index];
    const value = items[index + 1];
    if (key !== undefined && value !== undefined) entries.push({ key, value });
  }
  return entries;
}

interface BracketSearch {
  readonly file: SourceFile;
  readonly from: number;
  readonly kind: 'sequence' | 'mapping';
}

/** The offset behind a flow collection's closing bracket, which the parser's events leave out. */
function closingBracket({ file, from, kind }: BracketSearch): number {
  const between = /(?:[\s,:?]|(?<=\s)#[^\r\n]*)*/y;
  between.lastIndex = from;
  const at = from + (between.exec(file.text)?.[0].length ?? 0);
  return file.text[at] === (kind === 'mapping' ? '}' : ']') ? at + 1 : from;
}

function fullTag(written: string, handles: ReadonlyMap<string, string>): string | undefined {
  if (written === '!') return undefined;
  if (written.startsWith('!<')) return written.slice(2, -1);
  const handle = /^!(?:[\w-]*!)?/.exec(written)?.[0] ?? '!';
  const prefix = handles.get(handle) ?? (handle === '!!' ? STANDARD_TAG : handle);
  return prefix + written.slice(handle.length);
}

function unknownTag(tag: string, span: Span): Diagnostic {
  const shown = tag.startsWith(STANDARD_TAG) ? `!!${tag.slice(STANDARD_TAG.length)}` : tag;
  const known = [...KNOWN_TAGS].map((name) => name.replace(STANDARD_TAG, '!!'));
  const message = `the tag '${shown}' is not known; known are !vault, !unsafe and YAML's own (!!str, !!int, ...)`;
  const hint = didYouMean(shown, known) ?? `if text is meant, put it in quotes: "${shown}"`;
  return { severity: 'error', code: 'unknown-tag', message, span, hint };
}

function badAlias(span: Span, target: 'open' | undefined, names: Iterable<string>): Diagnostic {
  const written = span.file.text.slice(span.start, span.end);
  if (target === 'open') {
    const message = `the alias '${written}' stands inside the very value that it repeats`;
    return { severity: 'error', code: 'recursive-alias', message, span };
  }
  const aliases = Array.from(names, (name) => `*${name}`);
  const hint = didYouMean(written, aliases) ?? `if text is meant, put it in quotes: "${written}"`;
  const message = `'${written}' is an alias, and there is no anchor '&${written.slice(1)}' before it`;
  return { severity: 'error', code: 'unknown-alias', message, span, hint };
}

function emptyNode(span: Span): YamlNode {
  return {
    kind: 'scalar',
    span,
    tag: undefined,
    text: '',
    style: 'plain',
    origin: { span, locate: () => span.start },
  };
}
