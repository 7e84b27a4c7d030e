import { analyseScalar, type ScalarStyle } from './scalar-analysis.ts';
import { type YamlLayout, YamlWriter } from './writer.ts';

/** A node to print: what it is, and whether it was met before (then it is an anchor or an alias). */
export type YamlNode =
  | {
      readonly kind: 'scalar';
      readonly text: string;
      readonly plainAllowed: boolean;
      /** A `|` block where blocks may stand. */
      readonly literal?: boolean;
      readonly tag?: string;
    }
  | { readonly kind: 'alias'; readonly anchor: string }
  | {
      readonly kind: 'sequence';
      readonly items: readonly YamlNode[];
      readonly flow: boolean;
      readonly anchor?: string | undefined;
    }
  | {
      readonly kind: 'mapping';
      readonly entries: readonly (readonly [YamlNode, YamlNode])[];
      readonly flow: boolean;
      readonly anchor?: string | undefined;
      readonly tag?: string;
    };

interface Place {
  readonly indent: number;
  readonly flowLevel: number;
  readonly inMapping: boolean;
  readonly simpleKey: boolean;
}

const LONGEST_SIMPLE_KEY = 128;

/** Prints one document as libyaml lays it out. Ends with a newline. */
export function emitYaml(node: YamlNode, layout: YamlLayout): string {
  const writer = new YamlWriter(layout);
  emitNode(writer, node, { indent: -1, flowLevel: 0, inMapping: false, simpleKey: false });
  writer.newLineAt(0);
  return writer.text;
}

function emitNode(writer: YamlWriter, node: YamlNode, place: Place): void {
  if (node.kind === 'alias') {
    writer.indicator(`*${node.anchor}`, { space: true });
    return;
  }
  if (node.kind === 'scalar') {
    emitScalar(writer, node, place);
    return;
  }
  if (node.anchor !== undefined) {
    writer.indicator(`&${node.anchor}`, { space: true });
  }
  if (node.kind === 'mapping' && node.tag !== undefined) {
    writer.indicator(node.tag, { space: true });
  }
  const isEmpty = (node.kind === 'sequence' ? node.items : node.entries).length === 0;
  const flow = place.flowLevel > 0 || node.flow || isEmpty;
  if (node.kind === 'sequence') {
    (flow ? emitFlowSequence : emitBlockSequence)(writer, node.items, place);
  } else {
    (flow ? emitFlowMapping : emitBlockMapping)(writer, node.entries, place);
  }
}

function deeper(writer: YamlWriter, place: Place, flow: boolean): number {
  if (place.indent < 0) {
    return flow ? writer.layout.indent : 0;
  }
  return place.indent + writer.layout.indent;
}

function emitBlockSequence(writer: YamlWriter, items: readonly YamlNode[], place: Place): void {
  // A list below a key starts at the key's own column.
  const indentless = place.inMapping && !writer.atIndention;
  const indent = indentless && place.indent >= 0 ? place.indent : deeper(writer, place, false);
  for (const item of items) {
    writer.newLineAt(indent);
    writer.indicator('-', { space: true, indention: true });
    emitNode(writer, item, { indent, flowLevel: 0, inMapping: false, simpleKey: false });
  }
}

type Entries = readonly (readonly [YamlNode, YamlNode])[];

function emitBlockMapping(writer: YamlWriter, entries: Entries, place: Place): void {
  const indent = deeper(writer, place, false);
  const inner: Place = { indent, flowLevel: 0, inMapping: true, simpleKey: false };
  for (const [key, value] of entries) {
    writer.newLineAt(indent);
    if (isSimpleKey(key)) {
      emitNode(writer, key, { ...inner, simpleKey: true });
      writer.indicator(':');
    } else {
      writer.indicator('?', { space: true, indention: true });
      emitNode(writer, key, inner);
      writer.newLineAt(indent);
      writer.indicator(':', { space: true, indention: true });
    }
    emitNode(writer, value, inner);
  }
}

function emitFlowSequence(writer: YamlWriter, items: readonly YamlNode[], place: Place): void {
  const indent = deeper(writer, place, true);
  const inner: Place = { indent, flowLevel: place.flowLevel + 1, inMapping: false, simpleKey: false };
  writer.indicator('[', { space: true, blank: true });
  items.forEach((item, index) => {
    startFlowItem(writer, index, indent);
    emitNode(writer, item, inner);
  });
  writer.indicator(']');
}

function emitFlowMapping(writer: YamlWriter, entries: Entries, place: Place): void {
  const indent = deeper(writer, place, true);
  const inner: Place = { indent, flowLevel: place.flowLevel + 1, inMapping: true, simpleKey: false };
  writer.indicator('{', { space: true, blank: true });
  entries.forEach(([key, value], index) => {
    startFlowItem(writer, index, indent);
    if (isSimpleKey(key)) {
      emitNode(writer, key, { ...inner, simpleKey: true });
      writer.indicator(':');
    } else {
      writer.indicator('?', { space: true });
      emitNode(writer, key, inner);
      if (writer.isPastWidth) {
        writer.newLineAt(indent);
      }
      writer.indicator(':', { space: true });
    }
    emitNode(writer, value, inner);
  });
  writer.indicator('}');
}

function startFlowItem(writer: YamlWriter, index: number, indent: number): void {
  if (index > 0) {
    writer.indicator(',');
  }
  if (writer.isPastWidth) {
    writer.newLineAt(indent);
  }
}

function isSimpleKey(key: YamlNode): boolean {
  switch (key.kind) {
    case 'alias':
      return true;
    case 'scalar':
      return !analyseScalar(key.text).multiline && Buffer.byteLength(key.text) <= LONGEST_SIMPLE_KEY;
    case 'sequence':
      return key.items.length === 0;
    case 'mapping':
      return key.entries.length === 0;
  }
}

function emitScalar(writer: YamlWriter, node: Extract<YamlNode, { kind: 'scalar' }>, place: Place): void {
  if (node.tag !== undefined) {
    writer.indicator(node.tag, { space: true });
  }
  // The scalar's own folded lines stand one level below its place.
  const indent = place.indent < 0 ? writer.layout.indent : place.indent + writer.layout.indent;
  const mayFold = !place.simpleKey;
  if (node.literal === true && place.flowLevel === 0 && !place.simpleKey) {
    writer.literal(node.text, indent);
    return;
  }
  switch (scalarStyle(node.text, node.plainAllowed, place)) {
    case 'plain':
      writer.plain(node.text, indent, mayFold);
      break;
    case 'single':
      writer.singleQuoted(node.text, indent, mayFold);
      break;
    case 'double':
      writer.doubleQuoted(node.text, indent, mayFold);
      break;
  }
}

function scalarStyle(text: string, plainAllowed: boolean, place: Place): ScalarStyle {
  const analysis = analyseScalar(text);
  if (place.simpleKey && analysis.multiline) {
    return 'double';
  }
  const fits = place.flowLevel > 0 ? analysis.flowPlain : analysis.blockPlain;
  const needsQuotes = text === '' && (place.flowLevel > 0 || place.simpleKey);
  if (plainAllowed && fits && !needsQuotes) {
    return 'plain';
  }
  return analysis.singleQuoted ? 'single' : 'double';
}
