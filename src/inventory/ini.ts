import { type Diagnostic, TsplayError } from '../errors.ts';
import { lineStarts } from '../source/diagnostics.ts';
import type { SourceFile, Span } from '../source/span.ts';
import { didYouMean } from '../util/nearest.ts';
import type { InventoryGraph } from './graph.ts';
import { parseHostEntry } from './host-address.ts';
import { iniValue } from './ini-values.ts';
import { splitIniWords } from './ini-words.ts';

type SectionKind = 'hosts' | 'vars' | 'children';

interface Section {
  readonly kind: SectionKind;
  readonly group: string;
}

interface Line {
  /** Without surrounding blanks. */
  readonly text: string;
  readonly span: Span;
}

interface Reading {
  readonly file: SourceFile;
  readonly graph: InventoryGraph;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Groups that this file or an earlier source has as its own, and where others only refer to a group. */
  readonly declared: Set<string>;
  readonly references: { readonly group: string; readonly section: Section; readonly span: Span }[];
}

/**
 * Adds an inventory in Ansible's INI format to the graph: `[group]`, `[group:vars]`, `[group:children]`, hosts with
 * ranges and variables. A line in error is reported and skipped.
 */
export function readIniInventory(
  file: SourceFile,
  graph: InventoryGraph,
  report: (diagnostic: Diagnostic) => void,
): void {
  const reading: Reading = { file, graph, report, declared: new Set(graph.groupNames()), references: [] };
  let section: Section | undefined = { kind: 'hosts', group: 'ungrouped' };
  for (const line of significantLines(file)) {
    const header = readHeader(line, reading);
    if (header === undefined) {
      const current = section;
      if (current !== undefined) guarded(reading, line, () => readEntry(line, current, reading));
    } else section = header === 'invalid' ? undefined : header;
  }
  for (const { group, section: from, span } of reading.references) {
    if (!reading.declared.has(group))
      report(undefinedGroup({ group, section: from, span, declared: reading.declared }));
  }
}

function* significantLines(file: SourceFile): Generator<Line> {
  const starts = lineStarts(file);
  for (const [index, start] of starts.entries()) {
    const raw = file.text.slice(start, starts[index + 1] ?? file.text.length);
    const body = index === 0 ? raw.replace(/^\uFEFF/, ' ') : raw;
    const text = body.trim();
    if (text === '' || text.startsWith('#') || text.startsWith(';')) continue;
    const from = start + body.length - body.trimStart().length;
    yield { text, span: { file, start: from, end: from + text.length } };
  }
}

/** A section's header; undefined when the line is none. */
function readHeader(
  line: Line,
  { graph, declared, references, report }: Reading,
): Section | 'invalid' | undefined {
  const match = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line.text);
  const [, group, kind = 'hosts'] = match ?? [];
  if (group === undefined) {
    if (!/^\[[^\]]*\]\s*(?:#.*)?$/.test(line.text)) return undefined;
    report(
      problem(line.span, {
        code: 'invalid-section',
        message: `'${line.text}' is no section`,
        hint: sectionHint,
      }),
    );
    return 'invalid';
  }
  if (kind !== 'hosts' && kind !== 'vars' && kind !== 'children') {
    const message = `section '${line.text}' is of an unknown kind '${kind}': known are [${group}], [${group}:vars] and [${group}:children]`;
    report(
      problem(line.span, { code: 'invalid-section', message, hint: didYouMean(kind, ['vars', 'children']) }),
    );
    return 'invalid';
  }
  const section: Section = { kind, group };
  if (kind === 'vars') references.push({ group, section, span: line.span });
  else declared.add(group);
  graph.addGroup(group);
  return section;
}

const sectionHint = 'a section is [group], [group:vars] or [group:children], without blanks';

function readEntry(line: Line, section: Section, reading: Reading): void {
  switch (section.kind) {
    case 'hosts':
      readHosts(line, section.group, reading);
      break;
    case 'vars':
      readVariable(line, section.group, reading);
      break;
    case 'children':
      readChild(line, section, reading);
      break;
  }
}

function readHosts(line: Line, group: string, { file, graph }: Reading): void {
  const [entry, ...assignments] = splitIniWords(line.text) ?? unbalanced(line);
  if (entry === undefined) return;
  const { names, port } = parseHostEntry(entry.text);
  for (const name of names) graph.addHost({ name, group, port, source: file.path });
  for (const word of assignments) {
    const at = word.text.indexOf('=');
    const span: Span = { file, start: line.span.start + word.start, end: line.span.start + word.end };
    if (at < 1) throw notAssigned(word.text, span);
    const value = iniValue(word.text.slice(at + 1), { ...span, start: span.start + at + 1 });
    const entry = { name: word.text.slice(0, at), value, span };
    for (const name of names) graph.setHostVariable(name, entry);
  }
}

function readVariable(line: Line, group: string, { file, graph }: Reading): void {
  const at = line.text.indexOf('=');
  if (at < 1) throw notAssigned(line.text, line.span);
  const text = line.text.slice(at + 1).trim();
  const value = iniValue(text, { file, start: line.span.end - text.length, end: line.span.end });
  graph.setGroupVariable(group, { name: line.text.slice(0, at).trim(), value, span: line.span });
}

function readChild(line: Line, section: Section, { graph, references }: Reading): void {
  const child = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line.text)?.[1];
  if (child === undefined) {
    throw new TsplayError({
      code: 'invalid-group-name',
      message: `'${line.text}' is no group: [${section.group}:children] holds one group a line`,
    });
  }
  graph.addChild(section.group, child);
  references.push({ group: child, section, span: line.span });
}

function guarded({ report }: Reading, line: Line, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const { code, message, hint } = error;
    report(problem(error.span ?? line.span, { code, message, hint }));
  }
}

function notAssigned(text: string, span: Span): TsplayError {
  return new TsplayError({
    code: 'invalid-assignment',
    message: `'${text}' is no variable: key=value is expected`,
    span,
    hint: 'no blanks around =, and quotes around a value with blanks',
  });
}

function unbalanced(line: Line): never {
  throw new TsplayError({
    code: 'unbalanced-quotes',
    message: 'a quote is not closed in this line',
    span: line.span,
  });
}

interface UndefinedGroup {
  readonly group: string;
  readonly section: Section;
  readonly span: Span;
  readonly declared: ReadonlySet<string>;
}

function undefinedGroup({ group, section, span, declared }: UndefinedGroup): Diagnostic {
  const where = section.kind === 'vars' ? `[${group}:vars] is for` : `[${section.group}:children] names`;
  return problem(span, {
    code: 'undefined-group',
    message: `${where} the group '${group}', which no section here declares`,
    hint: didYouMean(group, declared) ?? `add a section [${group}]`,
  });
}

function problem(span: Span, what: Pick<Diagnostic, 'code' | 'message' | 'hint'>): Diagnostic {
  return { severity: 'error', span, ...what };
}
